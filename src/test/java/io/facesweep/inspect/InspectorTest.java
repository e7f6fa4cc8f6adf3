package io.facesweep.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.face.SmallFaceModels;
import io.facesweep.mesh.GlbFile;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file or a folder of every kind that is known. */
final class InspectorTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path GOLDEN = RESOURCES.resolve("golden");
  private static final Path ONE = GOLDEN.resolve("sd15-like");
  private static final Path TWO = GOLDEN.resolve("sd21-like");

  @TempDir private Path folder;

  private static String text(Path place) {
    return Inspector.of(place.toString()).text();
  }

  private static void assertKnown(Path place, String... parts) {
    assertThat(text(place)).as(place.toString()).contains(parts);
  }

  private static String use(String key, Path place) {
    return "use           %s = \"%s\"".formatted(key, place);
  }

  @Test
  void aSnapshotAndItsParts() throws IOException {
    Path model = TWO.resolve("model");
    assertThat(text(model))
        .startsWith("it is a snapshot of Stable Diffusion\n")
        .contains("prediction    v_prediction", "pictures      of 768 pixels")
        .contains(use("models.diffusion", model), use("models.parts", model))
        .doesNotContain("\nlacks ");
    assertKnown(
        model.resolve("unet"), "it is a UNet", use("models.texture-unet", model.resolve("unet")));
    assertKnown(model.resolve("vae"), "it is a VAE", use("models.vae", model.resolve("vae")));
    assertKnown(model.resolve("text_encoder"), "it is a text encoder", "nothing here takes it");
    assertKnown(model.resolve("tokenizer"), "it is a tokenizer", "77 a text");
    assertKnown(model.resolve("scheduler"), "it is a noise schedule", "timesteps     1000");
    Path parts = Files.createDirectories(folder.resolve("tokenizer")).getParent();
    assertKnown(
        parts,
        "it is a part of a snapshot",
        "holds         tokenizer",
        "lacks         unet/, to be a diffusion model",
        use("models.parts", parts));
  }

  @Test
  void aFileOfAFolderIsWhatTheFolderIs() {
    Path vae = ONE.resolve("bin/vae").toAbsolutePath();
    assertKnown(vae.resolve("diffusion_pytorch_model.bin"), "it is a VAE", use("models.vae", vae));
    assertKnown(vae.resolve("config.json"), "it is a VAE");
  }

  @Test
  void aNetWithoutItsConfigurationLacksIt() throws IOException {
    Path alone = folder.resolve("diffusion_pytorch_model.bin");
    Files.copy(ONE.resolve("bin/vae/diffusion_pytorch_model.bin"), alone);
    assertKnown(
        alone,
        "it is a net as diffusers writes it",
        "lacks         config.json beside it, which says what net it is");
  }

  @Test
  void singleFiles() {
    Path checkpoint = TWO.resolve("single-file/converted-fp16-novae.safetensors");
    assertKnown(
        checkpoint,
        "it is a checkpoint of Stable Diffusion 2.x without VAE",
        "lacks         a tokenizer: models.parts",
        "lacks         a VAE: models.vae",
        "lacks         what its UNet predicts: models.prediction",
        use("models.diffusion", checkpoint));
    Path control = TWO.resolve("single-file/controlnet-bare-fp16.safetensors");
    assertKnown(
        control,
        "it is a ControlNet",
        use("models.depth-controlnet", control) + "  # ControlNet given depth renders",
        use("models.texture-controlnet", control));
    Path lora = ONE.resolve("lora/kohya-r4.safetensors");
    assertKnown(
        lora, "it is a LoRA", "models.loras = [{ file = \"%s\", weight = 1 }]".formatted(lora));
    Path embedding = ONE.resolve("textual-inversion/fxstyle.pt");
    assertKnown(embedding, "'fxstyle'", "models.embeddings = [\"%s\"]".formatted(embedding));
    assertKnown(ONE.resolve("controlnet"), "it is a ControlNet", "condition     3 channels");
  }

  @Test
  void judges() {
    Path clip = RESOURCES.resolve("clip-like");
    assertKnown(clip, "CLIP model of both towers", use("models.clip", clip), "metrics.clips.NAME");
    Path scorer = RESOURCES.resolve("scorers/mean.pt");
    assertKnown(
        scorer,
        "it is a TorchScript file",
        "metrics.scorers.NAME { file = \"%s\", size = <pixels> }".formatted(scorer));
    assertKnown(
        Path.of("models/facenets/facemesh.safetensors"), "FaceSweep measures every trial with");
  }

  @Test
  void facesOfEveryForm() throws IOException {
    assertThat(Inspector.of("builtin:head").text())
        .contains("50 components", "models.face = \"builtin:head\"")
        .doesNotContain("\nlacks ");
    for (String name : new String[] {"flame2023.pkl", "flame.npz", "gnm.npz", "hifi.mat"}) {
      Path file = SmallFaceModels.flame(folder, name);
      assertKnown(file, "it is a face model, ", use("models.face", file));
    }
    assertKnown(
        SmallFaceModels.bfm(folder, 4, 9),
        "lacks         texture coordinates, for which a cylinder stands in: models.face-uvs",
        "lacks         regions face, lips, eyes, where measures look: models.face-regions",
        "lacks         what builtin:skin paints");
    Path ict = Files.createDirectory(folder.resolve("ict"));
    SmallFaceModels.ict(ict);
    assertKnown(ict, "it is a face model, ", "facesweep inspect face %s --out DIR".formatted(ict));
  }

  @Test
  void whatGoesWithAFace() throws IOException {
    Path masks = SmallFaceModels.flame(folder, "flame-masks.pkl");
    assertKnown(masks, "regions or landmarks of a face", use("models.face-regions", masks));
    Path regions = Files.writeString(folder.resolve("r.json"), "{\"regions\": {\"lips\": [1]}}");
    assertKnown(regions, use("models.face-regions", regions));
    Path uvs = folder.resolve("uvs.safetensors");
    SafetensorsWriter.write(
        uvs,
        Map.of(
            "uvs", NamedArray.float32(new float[6], 3, 2),
            "uv_faces", NamedArray.int32(new int[3], 1, 3)),
        Map.of());
    assertKnown(uvs, "texture coordinates of a face", use("models.face-uvs", uvs));
    Path coefficients =
        Files.writeString(
            folder.resolve("coefficients.json"),
            "{\"face\": \"builtin:head\", \"components\": [{\"value\": 1}]}");
    assertKnown(coefficients, "face          builtin:head", "--coefficients " + coefficients);
  }

  @Test
  void meshes() {
    float[] corners = {0, 0, 0, 1, 0, 0, 0, 1, 0};
    int[] face = {0, 1, 2};
    TriangleMesh plain = new TriangleMesh(corners, face, new float[0], new int[0]);
    Path obj = folder.resolve("mean.obj");
    ObjFile.write(obj, plain);
    assertKnown(obj, "it is a mesh", "lacks         texture coordinates", "facesweep face convert");
    ObjFile.write(obj, new TriangleMesh(corners, face, new float[] {0, 0, 1, 0, 0, 1}, face));
    assertKnown(obj, use("models.face-uvs", obj));
    Path glb = folder.resolve("head.glb");
    GlbFile.untextured(plain).write(glb);
    assertKnown(glb, "3 vertices, 1 faces", "texture       none", "nothing here takes it");
  }

  @Test
  void pictures() throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    Path edges = folder.resolve("edges.png");
    ImageIO.write(image, "png", edges.toFile());
    assertKnown(edges, "in black and white", use("trial.texture.prior-edges", edges));
    image.setRGB(1, 1, 0x808080);
    Path texture = folder.resolve("texture.png");
    ImageIO.write(image, "png", texture.toFile());
    assertKnown(texture, "pixels        8 x 8", use("trial.texture.init-texture", texture));
    Path wide = folder.resolve("wide.png");
    ImageIO.write(new BufferedImage(9, 8, BufferedImage.TYPE_INT_RGB), "png", wide.toFile());
    assertKnown(wide, "lacks         a square", "nothing here takes it");
    assertKnown(folder, "it is a folder of pictures", "pictures      3", "train texture-unet");
  }

  @Test
  void configurationsAndOutputs() {
    Path conf = RESOURCES.resolve("conf/golden-trial.conf");
    assertKnown(conf, "sweep golden-trial", "prompts       2", "facesweep plan " + conf);
    Path output = RESOURCES.resolve("old-output");
    assertKnown(output, "it is the output of sweeps", use("output.uri", output), "texture");
  }

  @Test
  void recordedStages() throws IOException {
    Path stage = anyStage();
    assertKnown(
        stage,
        "it is a texture stage that is done",
        "stage         " + stage.getFileName(),
        "prompt        ",
        "output.reuse = [\"%s\"]".formatted(RESOURCES.resolve("old-output").toAbsolutePath()));
    assertKnown(stage.resolve("record.json"), "it is a texture stage that is done");
    Path copy = folder.resolve("record.json");
    Files.copy(stage.resolve("record.json"), copy);
    assertKnown(copy, "lacks         head.glb as it was written", "nothing here takes it");
    Files.writeString(copy, Files.readString(copy).replace("done", "gone"));
    assertThatThrownBy(() -> Inspector.of(copy.toString()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot trust record %s: it was changed after it was written (checksum differs)", copy);
  }

  private static Path anyStage() throws IOException {
    try (var stages = Files.list(RESOURCES.resolve("old-output/stages/texture"))) {
      return stages.sorted().findFirst().orElseThrow();
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    Path unknown = Files.writeString(folder.resolve("notes.txt"), "hello");
    assertThatThrownBy(() -> Inspector.of(unknown.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot inspect %s: it is nothing that FaceSweep knows (expected weights, ", unknown);
    assertThatThrownBy(() -> Inspector.of(folder.resolve("absent").toString()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot inspect %s: there is no such file or folder", folder.resolve("absent"));
    assertThatThrownBy(() -> Inspector.of("a\0b"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("(expected a path)");
    Path json = Files.writeString(folder.resolve("x.json"), "{");
    assertThatThrownBy(() -> Inspector.of(json.toString()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot inspect %s: it is no JSON", json);
    Path picture = Files.writeString(folder.resolve("x.png"), "hello");
    assertThatThrownBy(() -> Inspector.of(picture.toString()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot inspect %s: it is no PNG or JPEG picture", picture);
  }
}
