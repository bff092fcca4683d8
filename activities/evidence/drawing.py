"""The process that draws one page of a PDF that comes from anywhere: from its input, to its output, within bounds.

It imports nothing of ours, and what reads the file can do no more than that, whatever the file makes of it.
"""

import resource
import struct
import sys

import pypdfium2  # type: ignore[import-untyped]

TOLD = struct.Struct(">IIII")  # pages, width, height, bytes of a row of RGB pixels, which follow
_MEMORY = 1 << 30  # bytes of address space
_SECONDS = 10  # of a processor
_LARGEST = 3  # times the size at 72 dots an inch


def _draw(page: int, side: int) -> bytes:
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if not 1 <= page <= len(document):
        return TOLD.pack(len(document), 0, 0, 0)
    sheet = document[page - 1]
    drawn = sheet.render(scale=min(_LARGEST, (side - 1) / max(sheet.get_size())), rev_byteorder=True)
    return TOLD.pack(len(document), drawn.width, drawn.height, drawn.stride) + bytes(drawn.buffer)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(_draw(int(sys.argv[1]), int(sys.argv[2])))
