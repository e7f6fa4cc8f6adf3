package io.facesweep.store;

import java.io.IOException;
import java.io.Reader;

/**
 * Lines of JSON as one array, so that one parser reads them all: to begin one for each line takes
 * as long as to read the line.
 */
final class JsonLines extends Reader {
  private final GzipLines lines;
  private String text = "[";
  private int place;
  private boolean isFirst = true;
  private boolean isEnded;

  /**
   * @param lines a JSON value each; to be closed with this
   */
  JsonLines(GzipLines lines) {
    this.lines = lines;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException as {@link GzipLines#next}, or if a line is empty
   */
  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (place == text.length() && !advance()) {
      return -1;
    }
    int count = Math.min(length, text.length() - place);
    text.getChars(place, place + count, buffer, offset);
    place += count;
    return count;
  }

  private boolean advance() throws IOException {
    if (isEnded) {
      return false;
    }
    String line = lines.next();
    if (line == null) {
      text = "]";
      isEnded = true;
    } else if (line.isEmpty()) {
      throw new IOException("a line is empty");
    } else {
      text = isFirst ? line : "," + line;
      isFirst = false;
    }
    place = 0;
    return true;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
