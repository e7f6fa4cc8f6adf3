package io.facesweep;

/** Makes texts of files that others wrote fit for a message: short, and harmless to a terminal. */
public final class ForeignText {
  private static final int MAX_LENGTH = 120;

  private ForeignText() {}

  /** At most 120 characters of a text, control characters replaced by question marks. */
  public static String quoted(String text) {
    return shortened(text, MAX_LENGTH).replaceAll("\\p{Cntrl}", "?");
  }

  /** At most {@code most} characters of a message, which keeps its lines. */
  public static String bounded(String message, int most) {
    return shortened(message, most).replaceAll("[\\p{Cntrl}&&[^\n\r\t]]", "?");
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }
}
