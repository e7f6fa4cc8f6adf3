package io.facesweep.report;

import java.util.Map;

/** Texts and numbers as LaTeX has them, so that no text can be a command. */
final class LatexText {
  private static final Map<Character, String> SPECIAL =
      Map.ofEntries(
          Map.entry('\\', "\\textbackslash{}"),
          Map.entry('{', "\\{"),
          Map.entry('}', "\\}"),
          Map.entry('$', "\\$"),
          Map.entry('&', "\\&"),
          Map.entry('#', "\\#"),
          Map.entry('_', "\\_"),
          Map.entry('%', "\\%"),
          Map.entry('^', "\\textasciicircum{}"),
          Map.entry('~', "\\textasciitilde{}"),
          Map.entry('<', "\\textless{}"),
          Map.entry('>', "\\textgreater{}"),
          Map.entry('|', "\\textbar{}"),
          Map.entry('"', "{''}"),
          Map.entry('`', "{`}"),
          Map.entry('\'', "{'}"),
          // after the end of a row these would be its options
          Map.entry('[', "{[}"),
          Map.entry(']', "{]}"),
          Map.entry('*', "{*}"),
          Map.entry('\u2212', "$-$"),
          Map.entry('\u2013', "--"),
          Map.entry('\u2026', "\\dots{}"),
          Map.entry('\u00d7', "$\\times$"),
          Map.entry('\u00b0', "$^\\circ$"));

  private LatexText() {}

  /** Returns a text on one line that is nothing but text. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : PlainText.oneLine(text).toCharArray()) {
      out.append(SPECIAL.getOrDefault(c, String.valueOf(c)));
    }
    return out.toString();
  }

  /** Returns a number of three significant digits, in math mode: {@code $-2.3\times10^{-5}$}. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "--";
    }
    String plain = Numbers.plain(value).replace('\u2212', '-');
    if (plain.contains("e")) {
      plain = plain.replaceAll("e(-?\\d+)", "\\\\times10^{$1}");
    }
    return "$" + plain.replaceAll(" ([kMGT])$", "\\\\,\\\\mathrm{$1}") + "$";
  }
}
