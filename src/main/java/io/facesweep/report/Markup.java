package io.facesweep.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML with SVG inside, so that it is well-formed and nothing that is shown can be mistaken
 * for markup: there is no way to write text that is not escaped.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** An HTML document's first line. */
  Markup doctype() {
    out.append("<!DOCTYPE html>\n");
    return this;
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String name, Object... attributes) {
    start(name, attributes);
    open.push(name);
    return this;
  }

  /** An element that has no content, like {@code img}. */
  Markup empty(String name, Object... attributes) {
    start(name, attributes);
    out.insert(out.length() - 1, '/');
    return this;
  }

  /** An element with text in it. */
  Markup element(String name, Object text, Object... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** Text, escaped. */
  Markup text(Object text) {
    escape(String.valueOf(text));
    return this;
  }

  /** Text of names, which may break after dots and underscores where a page is narrow. */
  Markup breakable(String text) {
    String[] parts = text.split("(?<=[._])");
    text(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      empty("wbr").text(parts[i]);
    }
    return this;
  }

  /** Text of a user, which may run from right to left: kept apart from what is around it. */
  Markup foreign(String text) {
    return element("bdi", text, "dir", "auto");
  }

  /** Ends the element that was opened last. */
  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Ends elements up to and including one of this name. */
  Markup close(String name) {
    while (!open.element().equals(name)) {
      close();
    }
    return close().line();
  }

  /** A line break in the source. */
  Markup line() {
    out.append('\n');
    return this;
  }

  byte[] bytes() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Invalid markup: %s is open".formatted(open));
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void start(String name, Object... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(String.valueOf(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
  }

  /** Control characters, which no document may have, become visible. */
  private void escape(String text) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPlain(c)) {
        out.append(text.substring(from, i)).append(escaped(c, text, i));
        from = i + 1;
      }
    }
    out.append(from == 0 ? text : text.substring(from));
  }

  /**
   * Whether a character stands for itself wherever it is: nearly all do, and are copied at once.
   */
  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f && c != '<' && c != '>' && c != '&' && c != '"' && c != '\'';
  }

  private static String escaped(char c, String text, int i) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> isAllowed(c, text, i) ? String.valueOf(c) : "\uFFFD";
    };
  }

  private static boolean isAllowed(char c, String text, int i) {
    if (Character.isHighSurrogate(c)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    } else if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c >= ' ' && c != 0x7f && c < 0xfffe || c == '\n' || c == '\t';
  }
}
