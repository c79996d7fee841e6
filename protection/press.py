"""The press behind `paper`: the only module that knows WeasyPrint, loaded when the first paper is printed."""

from pathlib import Path
from typing import override
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint import HTML
from weasyprint.document import DocumentMetadata
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from protection.paper import PaperError

OUTSIDE = "A paper asked for something outside the folder of print files."


class PrintFilesFetcher(URLFetcher):
    """Gives out exactly the files that lie in the folder of print files; everything else ends the printing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(fail_on_errors=True, allow_redirects=False, allowed_protocols=("file",))
        self.folder = folder.resolve()

    @override
    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Open one print file; links that lead out of the folder are followed before they are judged."""
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if (
            parts.scheme != "file"
            or parts.netloc
            or path.parent != self.folder
            or not path.is_file()
        ):
            raise PaperError(OUTSIDE)
        return super().fetch(url, headers)


def printed(html: str, title: str, folder: Path, variant: str | None) -> bytes:
    """Print a page with the files of one folder; see `paper.print_pdf`.

    Raises:
        PaperError: the page asked for something else.
    """
    source = HTML(
        string=html,
        base_url=folder.as_uri() + "/",
        url_fetcher=PrintFilesFetcher(folder),
        media_type="print",
    )
    try:
        document = source.render(pdf_variant=variant)
    except FatalURLFetchingError as problem:
        # WeasyPrint's own text would carry the address that was asked for; it may hold anything.
        raise PaperError(OUTSIDE) from problem
    document.metadata = DocumentMetadata(title=title, lang=document.metadata.lang)
    pdf: bytes = document.write_pdf(pdf_variant=variant)
    return pdf
