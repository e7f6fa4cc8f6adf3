package io.facesweep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sweep.prompts-file}. */
class PromptsFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("heads.txt");
  }

  @Test
  void everyLineIsAPromptButBlankLinesAndComments() throws IOException {
    Files.writeString(
        file, "\uFEFF# heads\r\n  a man with a beard \r\n\r\n\t\na woman, \"happy\"\nLeelee\n");
    SweepConfig config = config("");
    assertThat(config.sweep().prompts())
        .containsExactly("a man with a beard", "a woman, \"happy\"", "Leelee");
    // the effective configuration holds them, and needs the file no more
    Files.delete(file);
    SweepConfig again = SweepConfig.parse(config.effectiveHocon());
    assertThat(again.sweep().prompts()).isEqualTo(config.sweep().prompts());
  }

  @Test
  void doubledLinesAreNamedWithBothPlaces() throws IOException {
    Files.writeString(file, "a man\n\na woman\n a man\n");
    assertProblem(
        "", file + ":4: Invalid prompt: \"a man\" (expected each prompt once; line 1 has it)");
  }

  @Test
  void aFileWithoutPromptsIsRefused() throws IOException {
    Files.writeString(file, "# none yet\n\n");
    assertProblem("", "(expected a file with at least 1 prompt)");
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Files.write(file, new byte[] {'a', (byte) 0xC3, '\n'});
    assertProblem("", "(expected the path of a text file in UTF-8)");
    Files.write(file, new byte[(8 << 20) + 1]);
    assertProblem("", "(expected a text file of at most 8 MB)");
  }

  @Test
  void aFileThatIsNotThereIsTheOnlyProblem() {
    assertThatThrownBy(() -> config(""))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1 problem\n")
        .hasMessageContaining(
            "Invalid sweep.prompts-file: %s (expected a file that is there, named from the working directory on)"
                .formatted(file));
  }

  @Test
  void promptsComeFromOnePlace() throws IOException {
    Files.writeString(file, "a man\n");
    assertProblem("sweep.prompts = [a]", "(expected it or sweep.prompts, not both)");
    SweepConfig config =
        SweepConfig.parse(
            text(""), "configuration", List.of("sweep.prompts=[a]", "sweep.prompts-file=null"));
    assertThat(config.sweep().prompts()).containsExactly("a");
  }

  @Test
  void theLibraryHasFortyHeads() {
    SweepConfig config =
        SweepConfig.parse(
            text(""), "configuration", List.of("sweep.prompts-file=conf/prompts/heads.txt"));
    assertThat(config.sweep().prompts())
        .hasSize(40)
        .allSatisfy(prompt -> assertThat(prompt).matches("(a|an) [a-z, -]+( Roman emperor)?"));
  }

  private void assertProblem(String more, String message) {
    assertThatThrownBy(() -> config(more))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  private SweepConfig config(String more) {
    return SweepConfig.parse(text(more));
  }

  private String text(String more) {
    return """
    sweep { name = s, prompts-file = "%s" }
    models.diffusion = m
    output.uri = out
    %s
    """
        .formatted(file, more);
  }
}
