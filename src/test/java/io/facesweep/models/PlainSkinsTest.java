package io.facesweep.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.face.SmallFaceModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainSkinsTest {
  @TempDir private Path folder;

  @Test
  void warnsOfFacesThatDoNotKnowTheirLips() throws IOException {
    Path face = SmallFaceModels.flame(folder, "flame2023.pkl");
    String line =
        "texture.init-texture = builtin:skin is of one colour on %s, which has none of the regions"
                .formatted(face)
            + " lips, eyes, scalp%s (give them by models.face-regions, or a picture)";
    assertThat(warnings("models.face = \"%s\"".formatted(face)))
        .containsExactly(line.formatted(""));
    assertThat(
            warnings(
                "models.face = \"%s\"".formatted(face),
                "models.texture-controlnet = any",
                "trial.texture.prior = canny-controlnet"))
        .containsExactly(line.formatted(": texture.prior-edges = auto has no edges"));
  }

  @Test
  void saysNothingWhereTheRegionsAreKnown() throws IOException {
    Path face = SmallFaceModels.flame(folder, "flame2023.pkl");
    Path masks = SmallFaceModels.flame(folder, "flame-masks.pkl");
    assertThat(
            warnings(
                "models.face = \"%s\"".formatted(face),
                "models.face-regions = \"%s\"".formatted(masks)))
        .isEmpty();
    assertThat(warnings()).as("the built-in head").isEmpty();
    assertThat(warnings("models.face = \"%s\"".formatted(face), "trial.phases = geometry-only"))
        .as("no texture")
        .isEmpty();
  }

  private List<String> warnings(String... lines) {
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep { name = tiny, prompts = [a] }
            models.diffusion = any
            output.uri = out
            %s
            """
                .formatted(String.join("\n", lines)));
    PlainSkins look = new PlainSkins(new Configuration());
    TrialLook.atAll(config, List.of(look));
    return look.lines();
  }
}
