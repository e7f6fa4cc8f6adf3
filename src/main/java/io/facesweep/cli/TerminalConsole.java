package io.facesweep.cli;

import io.facesweep.spark.SweepConsole;
import java.io.PrintWriter;

/** A terminal, whose last line is rewritten as a sweep comes along. */
final class TerminalConsole implements SweepConsole {
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final int width;
  private boolean hasStatus;

  /**
   * @param width columns of the terminal: a longer line could not be rewritten
   */
  TerminalConsole(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  /** By the environment variable {@code COLUMNS}, or 100 columns. */
  static TerminalConsole of(PrintWriter out) {
    String columns = System.getenv("COLUMNS");
    boolean isNumber = columns != null && columns.matches("[1-9]\\d{1,3}");
    return new TerminalConsole(out, isNumber ? Integer.parseInt(columns) : 100);
  }

  @Override
  public synchronized void say(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  @Override
  public synchronized void status(String text) {
    TerminalWriter.codes(out, CLEAR_LINE);
    out.print(text.length() < width ? text : text.substring(0, width - 1));
    out.flush();
    hasStatus = true;
  }

  private void clear() {
    if (hasStatus) {
      TerminalWriter.codes(out, CLEAR_LINE);
      hasStatus = false;
    }
  }

  @Override
  public boolean isLive() {
    return true;
  }
}
