package io.facesweep.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFingerprintsTest {
  @TempDir private Path folder;

  @Test
  void aFingerprintIsThatOfTheContentWhereverItLies() throws IOException {
    Fingerprints here = ModelFingerprints.of(config(model("a", "weights")), new Configuration());
    assertThat(here.checkpoint()).matches("[0-9a-f]{64}");
    assertThat(here.depthControlnet()).isNull();
    assertThat(ModelFingerprints.of(config(model("b", "weights")), new Configuration()))
        .isEqualTo(here);
    assertThat(ModelFingerprints.of(config(model("c", "weight5")), new Configuration()))
        .isNotEqualTo(here);
    Files.writeString(folder.resolve("a/README.md"), "does not count");
    assertThat(ModelFingerprints.of(config(folder.resolve("a")), new Configuration()))
        .isEqualTo(here);
  }

  @Test
  void anImageCountsByItsContentAlsoWhereAUriNamesIt() throws IOException {
    Path model = model("a", "weights");
    Path image = Files.writeString(folder.resolve("skin.png"), "skin");
    String uri = image.toUri().toString();
    String hash =
        ModelFingerprints.of(config(model, image.toString()), new Configuration())
            .files()
            .get(image.toString());
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(ModelFingerprints.of(config(model, uri), new Configuration()).files())
        .containsEntry(uri, hash);
    Files.writeString(image, "other skin");
    assertThat(ModelFingerprints.of(config(model, uri), new Configuration()).files().get(uri))
        .isNotEqualTo(hash);
  }

  @Test
  void rejectsACheckpointThatIsNotThere() {
    assertThatThrownBy(
            () -> ModelFingerprints.of(config(folder.resolve("none")), new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read models.diffusion: %s is no directory of this machine"
                .formatted(folder.resolve("none")));
  }

  private Path model(String name, String weights) throws IOException {
    Path model = folder.resolve(name);
    Files.createDirectories(model.resolve("unet"));
    Files.writeString(model.resolve("model_index.json"), "{}");
    Files.writeString(model.resolve("unet/model.safetensors"), weights);
    return model;
  }

  private static SweepConfig config(Path model) {
    return config(model, "builtin:skin");
  }

  private static SweepConfig config(Path model, String initTexture) {
    return SweepConfig.parse(
        """
        trial.texture.init-texture = "%s"
        sweep { name = tiny, prompts = [a] }
        models.diffusion = "%s"
        output.uri = out
        """
            .formatted(initTexture, model));
  }
}
