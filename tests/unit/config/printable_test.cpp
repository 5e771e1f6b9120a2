// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "config/printable.hpp"

#include <doctest/doctest.h>

namespace annealvi::config {

TEST_CASE("letters stay, control characters and broken bytes are shown") {
  CHECK(printable("größe é λ 模 𝑥", 80) == "größe é λ 模 𝑥");
  CHECK(printable("two\nlines\tand\rmore", 80) == "two lines and more");
  CHECK(printable("\033[31m\007", 80) == "\\x1B[31m\\x07");
  CHECK(printable("\xC2\x9B", 80) == "\\xC2\\x9B");           // C1: begins a sequence, too
  CHECK(printable("\xE2\x80\xAE", 80) == "\\xE2\\x80\\xAE");  // turns the direction
  CHECK(printable("\xC3(", 80) == "\\xC3(");                  // cut inside a letter
  CHECK(printable("\xC0\xAF \xED\xA0\x80", 80) == "\\xC0\\xAF \\xED\\xA0\\x80");
  CHECK(printable(std::string("a\0b", 3), 80) == "a\\x00b");
  CHECK(printable("", 80).empty());
}

TEST_CASE("what is too long loses its middle, never half a letter") {
  CHECK(printable("0123456789", 10) == "0123456789");
  CHECK(printable("0123456789abcdef", 11) == "0123 ... ef");
  CHECK(printable("ééééééééééééé", 11) == "éééé ... éé");
  const std::string huge(3'000'000, 'x');
  CHECK(printable(huge, 300).size() == 300);
  CHECK(printable("key " + huge + " end", 20).starts_with("key xx"));
  CHECK(printable("key " + huge + " end", 20).ends_with(" end"));
}

TEST_CASE("control characters are found, bytes of older encodings are none") {
  for (const char* text : {"a\n", "\x7F", "\033", "\xC2\x85", "\xE2\x80\x8B"}) {
    CHECK(has_control_characters(text));
  }
  for (const char* text : {"", "a b-c_d.csv", "größe", "\xE9", "<|;$`'\"\\"}) {
    CHECK_FALSE(has_control_characters(text));
  }
}

}  // namespace annealvi::config
