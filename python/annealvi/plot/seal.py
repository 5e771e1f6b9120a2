# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""A checksum within every picture: a file that somebody edited is not taken for one of ours.

src/output/files.cpp reads the same mark.
"""
import zlib

mark = b"annealvi.plot crc32:"
_digits = 8
_longest_end = 16  # bytes after the digits, of a PNG


def sealed(content, ending):
    """The bytes of a picture with the mark and the CRC-32 of all that stands before the digits.

    The mark lies where a reader of the format skips it: a comment, a text chunk, a free box.
    """
    word = mark + bytes(_digits)
    cut = {"svg": content.rfind(b"</svg>"), "png": len(content) - 12,
           "gif": len(content) - 1}.get(ending, len(content))
    chunk = b"tEXtChecksum\0"
    length = len(word) + len(chunk) - 4
    opening = {"svg": b"<!-- ", "html": b"<!-- ", "png": length.to_bytes(4, "big") + chunk,
               "gif": b"\x21\xfe" + bytes([len(word)]),
               "mp4": (8 + len(word)).to_bytes(4, "big") + b"free"}.get(ending, b"%")
    body = content[:cut] + opening + mark
    digits = b"%08x" % zlib.crc32(body)
    closing = {"svg": b" -->\n", "html": b" -->\n", "gif": b"\0", "mp4": b"",
               "png": zlib.crc32(chunk + mark + digits).to_bytes(4, "big")}.get(ending, b"\n")
    return body + digits + closing + content[cut:]


def untouched(content):
    """Whether a picture is as `sealed` left it."""
    start = content.rfind(mark) + len(mark)
    return start >= len(mark) and len(content) <= start + _digits + _longest_end and \
        content[start:start + _digits] == b"%08x" % zlib.crc32(content[:start])
