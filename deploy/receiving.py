"""Receives files that somebody sends: in memory, so that nothing of them ever lies on a disk in the clear."""

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

# Whoever sends a little too much reads a sentence at the field; more than this is not listened to.
MOST = 2
# As much is heard out before the answer: a browser that is still sending would show no answer at all.
PATIENCE = 10
PIECE = 64 * 1024


class InMemoryHandler(FileUploadHandler):
    """Keeps a file in memory up to the largest size; of a larger one it keeps its size alone."""

    def handle_raw_input(  # Django's signature
        self,
        input_data: Any,
        META: Any,  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: Any = None,  # noqa: ARG002
    ) -> None:
        """Keep nothing at all when it is far too much."""
        if content_length <= MOST * settings.LARGEST_FILE:
            return
        if content_length <= PATIENCE * settings.LARGEST_FILE:
            while input_data.read(PIECE):
                pass
        raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a file; nobody who is not signed in fills the memory."""
        super().new_file(*args, **kwargs)
        if getattr(self.request, "actor", None) is None:
            raise SkipFile
        self._held = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next piece; it goes to no other handler."""
        if start + len(raw_data) > settings.LARGEST_FILE:
            self._held = io.BytesIO()
        else:
            self._held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand over what came."""
        self._held.seek(0)
        given = (self.field_name, self.file_name, self.content_type, file_size, self.charset)
        return InMemoryUploadedFile(self._held, *given, self.content_type_extra)
