package io.facesweep.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetFolderTest {
  @TempDir Path folder;

  @Test
  void writesReplacesAndLeavesNothingElse() throws IOException {
    Files.writeString(folder.resolve("steps.csv"), "old");
    JsonObject json = new JsonObject();
    json.addProperty("name", "<a> & b");
    AssetFolder.write(
        folder, List.of(Asset.text("steps.csv", "step\n0\n"), Asset.json("deep/er/x.json", json)));

    assertThat(folder.resolve("steps.csv")).hasContent("step\n0\n");
    assertThat(folder.resolve("deep/er/x.json")).hasContent("{\n  \"name\": \"<a> & b\"\n}\n");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @Test
  void aLinkThatSomeonePlantedIsNotWrittenThrough(@TempDir Path victim) throws IOException {
    Path letter = Files.writeString(victim.resolve("letter"), "dear");
    long pid = ProcessHandle.current().pid();
    Files.createSymbolicLink(folder.resolve(".steps.csv.%d.part".formatted(pid)), letter);
    Files.createSymbolicLink(folder.resolve("steps.csv"), letter);
    AssetFolder.write(folder, List.of(Asset.text("steps.csv", "step\n0\n")));
    assertThat(letter).hasContent("dear");
    assertThat(folder.resolve("steps.csv")).hasContent("step\n0\n");
  }

  @Test
  void namesTheFileThatCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("views"), "a file where a folder should be");
    Asset asset = Asset.text("views/a.png", "");
    assertThatThrownBy(() -> AssetFolder.write(folder, List.of(asset)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write " + folder.resolve("views/a.png") + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/passwd", "../up", "a/../b", "a//b", "a\\b", "a/", "."})
  void rejectsNamesThatLeadElsewhere(String name) {
    assertThatThrownBy(() -> new Asset(name, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid asset name: %s (expected names joined by single slashes)".formatted(name));
  }
}
