package io.facesweep.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What is known of a file or a folder of a model, for people.
 *
 * @param place that a configuration names
 * @param what it is, in a sentence without its subject's name
 * @param details a line each, a word and what there is to say
 * @param lacks what is not there and what gives it, a line each
 */
public record ModelDescription(
    Path place, ModelContent content, String what, List<String> details, List<String> lacks) {
  public ModelDescription {
    details = List.copyOf(details);
    lacks = List.copyOf(lacks);
  }

  /** A line of details: a word in a column of its own. */
  static String line(String word, String text) {
    return String.format(Locale.ROOT, "%-13s %s", word, text);
  }
}
