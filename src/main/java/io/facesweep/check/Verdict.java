package io.facesweep.check;

/** What a finding says. */
public enum Verdict {
  OK("ok"),
  FAILED("FAILED"),
  /** Wrong in a number format that nothing uses here unless it is asked for. */
  UNUSABLE("unusable"),
  /** Could not be looked at; the note says why. */
  SKIPPED("skipped");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** As it is printed. */
  public String text() {
    return text;
  }
}
