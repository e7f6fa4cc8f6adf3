package io.facesweep.report;

import java.util.Locale;

/** Texts of users for files that others open. */
final class PlainText {
  private PlainText() {}

  /**
   * Returns a text on one line: line breaks and tabs are spaces, and what is not to be seen,
   * controls and marks that turn the direction of what follows, is left out.
   */
  static String oneLine(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (Character.isWhitespace(c) || type == Character.LINE_SEPARATOR) {
                out.append(' ');
              } else if (type != Character.CONTROL
                  && !isDirection(c)
                  && type != Character.SURROGATE) {
                out.appendCodePoint(c);
              }
            });
    return out.toString().strip();
  }

  private static boolean isDirection(int c) {
    return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0xfeff;
  }

  /** Returns a text as the name of a file: small letters, digits and hyphens. */
  static String fileName(String text) {
    String name =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return name.isEmpty() ? "unnamed" : name;
  }
}
