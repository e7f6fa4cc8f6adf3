package io.facesweep.models;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.face.SmallFaceModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnFacesTest {
  private static final String ON =
      "models.landmark-controlnet = any, trial.geometry.control.landmarks.on = true";

  @TempDir private Path folder;

  @Test
  void refusesFacesThatDoNotSayWhereTheirLinesRun() throws IOException {
    Path face = SmallFaceModels.flame(folder, "flame2023.pkl");
    String named = "models.face = \"%s\"".formatted(face);
    assertThatThrownBy(() -> require(named, ON))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid trial.geometry.control.landmarks.on: true (expected false, as %s does not say"
                    .formatted(face)
                + " where the lines of its face run; name landmarks facemesh-N or ibug-NN in"
                + " models.face-regions)");
    assertThatThrownBy(() -> require(named, ON, "trial.texture.control.landmarks.on = true"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "Invalid trial.geometry.control.landmarks.on: true (expected false,",
            "\nInvalid trial.texture.control.landmarks.on: true (expected false,");
    assertThatCode(() -> require(named, "")).doesNotThrowAnyException();
    assertThatCode(() -> require(named, ON + ", trial.phases = joint")).doesNotThrowAnyException();
  }

  @Test
  void takesLandmarksOfAFile() throws IOException {
    Path face = SmallFaceModels.flame(folder, "flame2023.pkl");
    Path regions = folder.resolve("landmarks.json");
    Files.writeString(
        regions,
        IntStream.range(0, 68)
            .mapToObj("\"ibug-%02d\": 1"::formatted)
            .collect(Collectors.joining(", ", "{\"landmarks\": {", "}}")));
    String named = "models { face = \"%s\", face-regions = \"%s\" }".formatted(face, regions);
    assertThatCode(() -> require(named, ON)).doesNotThrowAnyException();
  }

  @Test
  void theBuiltInHeadHasLines() {
    assertThatCode(() -> require("", ON)).doesNotThrowAnyException();
  }

  private static void require(String... lines) {
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep { name = tiny, prompts = [a] }
            models.diffusion = any
            output.uri = out
            %s
            """
                .formatted(String.join("\n", lines)));
    DrawnFaces.require(config, LocalModels.ofThisMachine(new Configuration()));
  }
}
