package io.facesweep.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged configurations are the user's problem: they are read, or refused with a message. */
class HoconFuzzTest {
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    "=",
    ":",
    ",",
    "\n",
    "\"",
    "\"\"\"",
    "${",
    "${?",
    "}",
    "#",
    "//",
    ".",
    "..",
    "+=",
    "null",
    "true",
    "-1",
    "1e400",
    "0x10",
    "NaN",
    "include ",
    "include required(",
    "trial",
    "sweep.axes",
    "texture.steps",
    "\\",
    "\u0000",
    "\ud83d\ude00",
    "\ud800",
    "[]",
    "{}",
    "[[]]",
    "99999999999999999999",
    " ",
    "\t",
    "a.b.c"
  };

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "ablation", "seed-faces"})
  void damagedFilesAreReadOrRefused(String name) throws IOException {
    String text = Files.readString(Path.of("conf", name + ".conf")).replaceAll("(?m)^ *#.*\n", "");
    Random random = new Random(name.hashCode());
    int read = 0;
    int refused = 0;
    for (int round = 0; round < 1500; round++) {
      String damaged = text;
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        damaged = damage(damaged, random);
      }
      try {
        SweepConfig config = SweepConfig.parse(damaged);
        assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
        read++;
      } catch (UserException e) {
        assertThat(e.getMessage()).startsWith("Cannot ").contains("configuration");
        refused++;
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void deepNestingIsRefused() {
    for (String open : List.of("[", "{a=", "{\"a\":[", "a.", "${")) {
      for (String prefix :
          List.of("trial=", "sweep.exclude=", "sweep.axes.geometry.coefficients=", "spark.conf=")) {
        int depth = 20_000;
        String close =
            open.replace("{a=", "}")
                .replace("{\"a\":[", "]}")
                .replace("[", "]")
                .replace("a.", "b=1")
                .replace("${", "}");
        String text =
            prefix + open.repeat(depth) + "1" + close.repeat(open.equals("a.") ? 1 : depth);
        try {
          SweepConfig.parse(text);
          throw new AssertionError("Deep nesting was read: " + prefix + open);
        } catch (UserException e) {
          assertThat(e.getMessage()).startsWith("Cannot ");
        }
      }
    }
  }

  private static String damage(String text, Random random) {
    if (text.isEmpty()) {
      return "x";
    }
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(12));
    String piece = PIECES[random.nextInt(PIECES.length)];
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 -> text.substring(0, from) + piece + text.substring(from);
      case 2 -> text.substring(0, from) + piece + text.substring(to);
      default -> {
        int at = random.nextInt(text.length());
        yield text.substring(0, at) + text.substring(from, to) + text.substring(at);
      }
    };
  }
}
