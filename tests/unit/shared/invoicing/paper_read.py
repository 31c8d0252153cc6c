"""A PDF as its reader has it: its text page by page, its pages as pictures, the codes that a telephone finds there."""

import numpy as np
import pypdfium2
import zxingcpp


def pages_of(document: bytes) -> list[str]:
    """The text of each page, any space as one space."""
    opened = pypdfium2.PdfDocument(document)
    try:
        texts = [page.get_textpage().get_text_bounded() for page in opened]
        return [" ".join(text.replace("\xa0", " ").split()) for text in texts]
    finally:
        opened.close()


def picture_of(document: bytes, page: int, dots_per_inch: int = 100) -> np.ndarray:
    """A page in grey."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return np.array(opened[page].render(scale=dots_per_inch / 72, grayscale=True).to_numpy()).squeeze()
    finally:
        opened.close()


def codes_of(document: bytes, page: int) -> list[str]:
    """What QR codes say on a page that is looked at from a distance."""
    return [found.text for found in zxingcpp.read_barcodes(picture_of(document, page))]
