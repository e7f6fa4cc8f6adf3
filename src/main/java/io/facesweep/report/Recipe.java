package io.facesweep.report;

import io.facesweep.Sha256;
import io.facesweep.store.StageFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file of a report is made and what of: what the last report made by the same recipe need not
 * be made again.
 */
final class Recipe {
  private static final char END = '\n'; // is in no hash and in none of our words

  private final StringBuilder text = new StringBuilder();

  private Recipe() {}

  /**
   * Begins a recipe.
   *
   * @param how it is made: another text wherever the outcome of the same files is another
   */
  static Recipe of(String how) {
    return new Recipe().word(how);
  }

  /** Adds a text that is seen in what is made. */
  Recipe word(String word) {
    text.append(word.length()).append(' ').append(word).append(END);
    return this;
  }

  /** Adds files by what their stages' records say they hold; null stands for one that is not. */
  Recipe files(List<? extends @Nullable StageFile> files) {
    for (StageFile file : files) {
      word(file == null ? "" : file.asset().sha256());
    }
    return this;
  }

  /** Returns the recipe as a SHA-256. */
  String hash() {
    return Sha256.of(text.toString());
  }
}
