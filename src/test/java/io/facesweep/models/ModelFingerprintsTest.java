package io.facesweep.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.settings.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFingerprintsTest {
  @TempDir private Path folder;

  @Test
  void aFingerprintIsThatOfTheContentWhereverItLies() throws IOException {
    String here = checkpoint(model("a", "weights"));
    assertThat(here).matches("[0-9a-f]{64}");
    assertThat(checkpoint(model("b", "weights"))).isEqualTo(here);
    assertThat(checkpoint(model("c", "weight5"))).isNotEqualTo(here);
    Files.writeString(folder.resolve("a/README.md"), "does not count");
    assertThat(checkpoint(folder.resolve("a"))).isEqualTo(here);
  }

  @Test
  void aSingleFileAndPickledWeightsAndLorasAndEmbeddingsCount() throws IOException {
    Path file = Files.writeString(folder.resolve("x.safetensors"), "weights");
    Path lora = Files.writeString(folder.resolve("l.safetensors"), "lora");
    Path embedding = Files.writeString(folder.resolve("e.pt"), "embedding");
    SweepConfig config =
        SweepConfig.parse(
            "sweep { name = a, prompts = [p] }\noutput.uri = out\n"
                + "models { diffusion = \"%s\", loras = [\"%s\"], embeddings = [\"%s\"] }"
                    .formatted(file, lora, embedding));
    Fingerprints fingerprints = ModelFingerprints.of(config, new Configuration());
    assertThat(fingerprints.of(ModelRole.DIFFUSION, config.models())).matches("[0-9a-f]{64}");
    assertThat(fingerprints.files()).containsOnlyKeys(lora.toString(), embedding.toString());
    Path pickled = model("p", "weights");
    Files.delete(pickled.resolve("unet/model.safetensors"));
    String without = checkpoint(pickled);
    Files.writeString(pickled.resolve("unet/model.bin"), "weights");
    assertThat(checkpoint(pickled)).isNotEqualTo(without);
    Files.delete(embedding);
    assertThatThrownBy(() -> ModelFingerprints.of(config, new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read models.embeddings: %s is no file of this machine", embedding);
    Files.delete(lora);
    assertThatThrownBy(() -> ModelFingerprints.of(config, new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read models.loras: %s is no file of this machine", lora);
  }

  @Test
  void aFolderOfPeftCountsWithItsConfiguration() throws IOException {
    Path lora = Files.createDirectories(folder.resolve("lora"));
    Files.writeString(lora.resolve("adapter_model.safetensors"), "lora");
    Path config = Files.writeString(lora.resolve("adapter_config.json"), "{\"lora_alpha\": 1}");
    SweepConfig sweep =
        SweepConfig.parse(
            "sweep { name = a, prompts = [p] }\noutput.uri = out\n"
                + "models { diffusion = \"%s\", loras = [\"%s\"] }"
                    .formatted(model("m", "weights"), lora));
    Map<String, String> before = ModelFingerprints.of(sweep, new Configuration()).files();
    Files.writeString(config, "{\"lora_alpha\": 2}");
    Map<String, String> after = ModelFingerprints.of(sweep, new Configuration()).files();
    assertThat(before).containsOnlyKeys(lora.toString());
    assertThat(after).containsOnlyKeys(lora.toString()).isNotEqualTo(before);
    Files.delete(config);
    assertThatThrownBy(() -> ModelFingerprints.of(sweep, new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read models.loras: %s is no file of this machine", lora);
  }

  private static @Nullable String checkpoint(Path model) {
    SweepConfig config = config(model);
    Fingerprints fingerprints = ModelFingerprints.of(config, new Configuration());
    assertThat(fingerprints.models()).containsOnlyKeys(ModelRole.DIFFUSION, ModelRole.FACE);
    return fingerprints.of(ModelRole.DIFFUSION, config.models());
  }

  @Test
  void aHostWithOtherFilesIsToldByTheModel() throws IOException {
    SweepConfig config = config(model("a", "weights"));
    Fingerprints here = ModelFingerprints.of(config, new Configuration());
    String other = model("c", "weight5").toString();
    Fingerprints there =
        ModelFingerprints.of(
            List.of(config.models()),
            Set.of(),
            name -> name.equals(folder.resolve("a").toString()) ? other : name);
    assertThat(here.difference(here)).isEmpty();
    assertThat(here.difference(there)).contains("models.diffusion");
    assertThat(here.difference(new Fingerprints(here.models(), Map.of("skin.png", "x"))))
        .contains("a LoRA, an embedding, or an image that the trial settings name");
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
            "Cannot read models.diffusion: %s is no directory or file of weights of this machine"
                .formatted(folder.resolve("none")));
  }

  @Test
  void rejectsAFolderThatHoldsNoSnapshot() throws IOException {
    Path models = Files.createDirectories(folder.resolve("models"));
    assertThatThrownBy(() -> ModelFingerprints.of(config(models), new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read models.diffusion: %s has no model_index.json, as directories that Hugging Face's"
                    .formatted(models)
                + " diffusers writes have (expected a Stable Diffusion snapshot directory, or a single"
                + " file)");
  }

  @Test
  void rejectsAnImageThatIsNotThereUnlessItDoesNotCount() throws IOException {
    Path model = model("a", "weights");
    Path image = folder.resolve("skim.png");
    assertThatThrownBy(
            () -> ModelFingerprints.of(config(model, image.toString()), new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read trial.texture.init-texture: %s is no file of this machine"
                .formatted(image));
    SweepConfig unused = config(model, image + "\"\ntrial.texture.init = \"zeros");
    assertThat(ModelFingerprints.of(unused, new Configuration()).files()).isEmpty();
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
