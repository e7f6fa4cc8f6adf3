package io.facesweep.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * What a file or a folder is, for people.
 *
 * @param what a sentence
 * @param details what it says of itself, a line each
 * @param lacks what is not there and what gives it, a line each
 * @param uses lines of a configuration, or commands, that take it; empty where nothing does
 */
public record Inspection(String what, List<String> details, List<String> lacks, List<String> uses) {
  public Inspection {
    details = List.copyOf(details);
    lacks = List.copyOf(lacks);
    uses = List.copyOf(uses);
  }

  /** Returns all of it in lines. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(what);
    lines.addAll(details);
    lacks.forEach(lack -> lines.add(line("lacks", lack)));
    uses.forEach(use -> lines.add(line("use", use)));
    if (uses.isEmpty()) {
      lines.add(line("use", "nothing here takes it"));
    }
    return String.join("\n", lines);
  }

  /** A line of details: a word in a column of its own. */
  static String line(String word, String text) {
    return "%-13s %s".formatted(word, text);
  }

  /** A line of a configuration that names a file, with what that is for. */
  static String setting(String key, String place, String doc) {
    return "%s = \"%s\"  # %s".formatted(key, place.replace("\\", "\\\\"), doc);
  }
}
