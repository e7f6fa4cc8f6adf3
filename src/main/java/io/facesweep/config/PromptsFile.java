package io.facesweep.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads prompts from a text file in UTF-8: one a line, blanks around it left aside; blank lines and
 * lines that begin with {@code #} are comments.
 */
final class PromptsFile {
  private static final long MAX_BYTES = 8 << 20;
  private static final String COMMENT = "#";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Problems problems;

  PromptsFile(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads the file; what is wrong with it goes to the problems.
   *
   * @param name a path, from the working directory on
   * @param origin where the name stands
   * @return the prompts in the file's order; none if it cannot be read
   */
  List<String> read(String name, ConfigOrigin origin) {
    try {
      Path file = Path.of(name);
      if (!Files.isRegularFile(file)) {
        return refuse(name, origin, "a file that is there, named from the working directory on");
      }
      if (Files.size(file) > MAX_BYTES) {
        return refuse(name, origin, "a text file of at most %d MB".formatted(MAX_BYTES >> 20));
      }
      return prompts(name, origin, text(Files.readAllBytes(file)));
    } catch (CharacterCodingException | InvalidPathException e) {
      return refuse(name, origin, "the path of a text file in UTF-8");
    } catch (IOException e) {
      return refuse(name, origin, "a file that can be read: " + e.getMessage());
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private List<String> prompts(String name, ConfigOrigin origin, String text) {
    Map<String, Integer> lines = new HashMap<>();
    List<String> prompts = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String prompt = line.strip();
      if (prompt.isEmpty() || prompt.startsWith(COMMENT)) {
        continue;
      }
      Integer before = lines.putIfAbsent(prompt, number);
      if (before == null) {
        prompts.add(prompt);
      } else {
        problems.invalid(
            ConfigOriginFactory.newSimple(name).withLineNumber(number),
            "prompt",
            '"' + prompt + '"',
            "each prompt once; line %d has it".formatted(before));
      }
    }
    return prompts.isEmpty() ? refuse(name, origin, "a file with at least 1 prompt") : prompts;
  }

  private List<String> refuse(String name, ConfigOrigin origin, String expected) {
    problems.invalid(origin, FileKeys.PROMPTS_FILE.path(), name, expected);
    return List.of();
  }
}
