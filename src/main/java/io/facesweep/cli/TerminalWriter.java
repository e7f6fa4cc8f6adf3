package io.facesweep.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes text to a terminal and shows control characters in it, other than line breaks and tabs, as
 * U+FFFD: a name in a file may hold codes that clear the screen or type for the user. Codes of our
 * own go by {@link #codes} and {@link #colours}.
 */
final class TerminalWriter extends PrintWriter {
  private static final char REPLACEMENT = '\uFFFD';

  /** What turns colours and bold type on and off. */
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]{0,32}m");

  private boolean passesColours;

  TerminalWriter(OutputStream stream) {
    super(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Writes codes for a terminal as they are, whatever the writer is. */
  static void codes(PrintWriter out, String codes) {
    if (out instanceof TerminalWriter terminal) {
      terminal.past(codes);
    } else {
      out.write(codes);
    }
  }

  /** Until it is closed, colours of our own pass. */
  interface Passage extends AutoCloseable {
    @Override
    void close();
  }

  /** Lets colours pass, whatever the writer is. */
  static Passage colours(PrintWriter out) {
    if (!(out instanceof TerminalWriter terminal)) {
      return () -> {};
    }
    terminal.passesColours = true;
    return () -> terminal.passesColours = false;
  }

  private void past(String codes) {
    super.write(codes, 0, codes.length());
  }

  @Override
  public void write(int c) {
    write(String.valueOf((char) c));
  }

  @Override
  public void write(char[] text, int from, int length) {
    write(new String(text, from, length));
  }

  @Override
  public void write(char[] text) {
    write(new String(text));
  }

  @Override
  public void write(String text) {
    write(text, 0, text.length());
  }

  @Override
  public void write(String text, int from, int length) {
    String shown = text.substring(from, from + length);
    if (!passesColours) {
      past(plain(shown));
      return;
    }
    StringBuilder mixed = new StringBuilder();
    Matcher colour = COLOUR.matcher(shown);
    int end = 0;
    while (colour.find()) {
      mixed.append(plain(shown.substring(end, colour.start()))).append(colour.group());
      end = colour.end();
    }
    past(mixed.append(plain(shown.substring(end))).toString());
  }

  private static String plain(String text) {
    char[] characters = null;
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text, i)) {
        characters = characters == null ? text.toCharArray() : characters;
        characters[i] = REPLACEMENT;
      }
    }
    return characters == null ? text : new String(characters);
  }

  private static boolean isControl(String text, int i) {
    char c = text.charAt(i);
    boolean isLineBreak = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
    return Character.isISOControl(c) && c != '\n' && c != '\t' && !isLineBreak;
  }
}
