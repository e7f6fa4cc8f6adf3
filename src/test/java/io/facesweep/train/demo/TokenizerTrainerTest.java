package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.diffusion.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTrainerTest {
  private static final List<String> CAPTIONS =
      List.of("an old man with a beard, front view", "a 3D face model of a woman", "a man");

  @TempDir private Path folder;

  private ClipTokenizer trained(String name, List<String> captions) {
    TokenizerTrainer.write(folder.resolve(name), captions, 40);
    return ClipTokenizer.open(folder.resolve(name));
  }

  /** Ids between the begin and the end token. */
  private static int[] content(ClipTokenizer tokenizer, String text) {
    int[] ids = tokenizer.encode(text);
    int end = 1;
    while (ids[end] != tokenizer.endId()) {
      end++;
    }
    return Arrays.copyOfRange(ids, 1, end);
  }

  @Test
  void wordsOfTheCaptionsAreOneTokenEach() {
    ClipTokenizer tokenizer = trained("a", CAPTIONS);
    assertThat(content(tokenizer, "an old man with a beard, front view")).hasSize(9);
    assertThat(content(tokenizer, "a man")).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void otherWordsAreSpeltOut() {
    ClipTokenizer tokenizer = trained("a", CAPTIONS);
    assertThat(content(tokenizer, "xyz")).hasSize(3);
  }

  @Test
  void theSameCaptionsGiveTheSameFiles() throws IOException {
    trained("a", CAPTIONS);
    trained("b", CAPTIONS);
    for (String file : List.of("vocab.json", "merges.txt")) {
      assertThat(Files.readString(folder.resolve("b").resolve(file)))
          .isEqualTo(Files.readString(folder.resolve("a").resolve(file)));
    }
  }

  @Test
  void theEmptyTextIsPaddedByEndTokens() {
    ClipTokenizer tokenizer = trained("a", CAPTIONS);
    int[] ids = tokenizer.encode("");
    assertThat(ids[0]).isEqualTo(tokenizer.beginId());
    assertThat(Arrays.stream(ids).skip(1)).containsOnly(tokenizer.endId());
  }
}
