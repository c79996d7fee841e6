"""Looking through who has which rights, each quarter, and vouching for somebody who begins again."""
