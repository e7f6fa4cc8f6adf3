package io.facesweep.settings;

import java.io.Serializable;

/**
 * One value of an axis.
 *
 * @param text as the file writes it, without quotes: the factor's level in tables and charts
 * @param value what the key's setting is then
 */
public record Level(String text, Object value) implements Serializable {
  @Override
  public String toString() {
    return text;
  }
}
