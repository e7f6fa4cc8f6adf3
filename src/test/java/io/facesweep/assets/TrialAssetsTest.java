package io.facesweep.assets;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.mesh.GlbFile;
import io.facesweep.render.Camera;
import io.facesweep.render.TextureWrap;
import io.facesweep.synthesis.GeometryOutcome;
import io.facesweep.synthesis.Snapshot;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.SynthesisPhase;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.tensor.Device;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialAssetsTest {
  private static final int SIZE = 48;
  private static final int SIDE = 16;

  private static FaceModel face;
  private static GeometryOutcome geometry;
  private static TextureOutcome texture;
  private static TrialAssets assets;

  @TempDir Path folder;

  @BeforeAll
  static void makeATrial() {
    face = FaceModels.open("builtin:head");
    float[] coefficients = new float[face.identityCount()];
    coefficients[0] = 1.5f;
    geometry =
        new GeometryOutcome(
            coefficients,
            face.mesh(coefficients),
            List.of(step(SynthesisPhase.GEOMETRY)),
            List.of(snapshot(SynthesisPhase.GEOMETRY, 0), snapshot(SynthesisPhase.GEOMETRY, 1)));
    float[] albedo = new float[3 * SIDE * SIDE];
    Arrays.fill(albedo, 0, SIDE * SIDE, 1); // red
    texture =
        new TextureOutcome(
            coefficients,
            new float[4 * 2 * 2],
            2,
            albedo,
            SIDE,
            List.of(step(SynthesisPhase.TEXTURE)),
            List.of(snapshot(SynthesisPhase.TEXTURE, 0)));
    assets =
        new TrialAssets(
            face,
            FixedViews.around(8, SIZE, Camera.orbit(0, 0, 0), TextureWrap.REPEAT, Device.CPU));
  }

  private static StepRecord step(SynthesisPhase phase) {
    return new StepRecord(phase, 0, 500, 1, Map.of(), 0, 0.1, 0, 0, "front");
  }

  private static Snapshot snapshot(SynthesisPhase phase, int number) {
    return new Snapshot(phase, number, 8, new byte[3 * 64]);
  }

  private static Map<String, Asset> byName(List<Asset> list) {
    return list.stream().collect(Collectors.toMap(Asset::name, Function.identity()));
  }

  private static BufferedImage image(Asset asset) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(asset.bytes()));
  }

  @Test
  void aTextureWithoutAGeometryStageHasEveryFileOnce() {
    assertThat(assets.whole(geometry.mesh(), texture))
        .extracting(Asset::name)
        .containsExactly(
            "coefficients.json",
            "head.glb",
            "albedo.png",
            "latents.npy",
            "views/grey_000.png",
            "views/grey_045.png",
            "views/grey_090.png",
            "views/grey_135.png",
            "views/grey_180.png",
            "views/grey_225.png",
            "views/grey_270.png",
            "views/grey_315.png",
            "views/textured_000.png",
            "views/textured_045.png",
            "views/textured_090.png",
            "views/textured_135.png",
            "views/textured_180.png",
            "views/textured_225.png",
            "views/textured_270.png",
            "views/textured_315.png",
            "contact.png",
            "evolution-texture.gif");
  }

  @Test
  void texelsThatWereOptimisedThemselvesAreKeptAsTheyAre() {
    TextureOutcome texels =
        new TextureOutcome(
            texture.coefficients(),
            new float[0],
            0,
            texture.albedo(),
            SIDE,
            texture.steps(),
            texture.snapshots());
    Map<String, Asset> files = byName(assets.texture(geometry.mesh(), texels));
    assertThat(files).doesNotContainKey("latents.npy");
    Asset kept = Objects.requireNonNull(files.get("texels.npy"));
    assertThat(NumpyFile.read(kept.bytes(), kept.name())).isEqualTo(texture.albedo());
    assertThat(new String(kept.bytes(), StandardCharsets.ISO_8859_1)).contains("(3, 16, 16,)");
  }

  @Test
  void aGeometryHasNoTexture() {
    assertThat(assets.geometry(geometry))
        .extracting(Asset::name)
        .contains("views/grey_180.png", "head.glb", "evolution-geometry.gif")
        .doesNotContain("albedo.png", "views/textured_000.png");
  }

  @Test
  void viewsShowTheHeadFromAllSides() throws IOException {
    Map<String, Asset> files = byName(assets.texture(geometry.mesh(), texture));
    assertThat(files).doesNotContainKey("views/grey_000.png");
    BufferedImage front = image(files.get("views/textured_000.png"));
    assertThat(front.getWidth()).isEqualTo(SIZE);
    assertThat(front.getRGB(SIZE / 2, SIZE / 2) & 0xffffff).isEqualTo(0xff0000);
    assertThat(front.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);

    BufferedImage contact = image(files.get("contact.png"));
    assertThat(contact.getWidth()).isEqualTo(8 * (SIZE + 2) - 2);
    assertThat(contact.getHeight()).isEqualTo(2 * SIZE + 2);
    BufferedImage right = contact.getSubimage(2 * (SIZE + 2), 0, SIZE, SIZE);
    BufferedImage left = contact.getSubimage(6 * (SIZE + 2), 0, SIZE, SIZE);
    long apart = differences(right, left);
    assertThat(apart).as("profiles look opposite ways").isGreaterThan(50);
    assertThat(differences(mirrored(right), left)).isLessThan(apart / 5);
  }

  /** How many pixels show the head in one picture only. */
  private static long differences(BufferedImage a, BufferedImage b) {
    return IntStream.range(0, a.getWidth() * a.getHeight())
        .filter(i -> isHead(a, i) != isHead(b, i))
        .count();
  }

  private static boolean isHead(BufferedImage image, int pixel) {
    return (image.getRGB(pixel % image.getWidth(), pixel / image.getWidth()) & 0xff) < 200;
  }

  private static BufferedImage mirrored(BufferedImage image) {
    BufferedImage result =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        result.setRGB(image.getWidth() - 1 - x, y, image.getRGB(x, y));
      }
    }
    return result;
  }

  @Test
  void theMeshCarriesItsTexture() {
    AssetFolder.write(folder, assets.texture(geometry.mesh(), texture));
    GlbFile glb = GlbFile.read(folder.resolve("head.glb"));
    assertThat(glb.mesh().faceCount()).isEqualTo(face.mean().faceCount());
    assertThat(folder.resolve("albedo.png")).hasBinaryContent(glb.baseColourPng());
  }

  @Test
  void coefficientsHaveTheNamesOfTheirComponents() {
    Asset asset = byName(assets.geometry(geometry)).get("coefficients.json");
    JsonObject json =
        JsonParser.parseString(new String(asset.bytes(), StandardCharsets.UTF_8)).getAsJsonObject();
    assertThat(json.get("face").getAsString()).isEqualTo("builtin:head");
    assertThat(json.getAsJsonArray("components")).hasSize(face.identityCount());
    JsonObject first = json.getAsJsonArray("components").get(0).getAsJsonObject();
    assertThat(first.get("name").getAsString()).isEqualTo(face.identityNames().get(0));
    assertThat(first.get("value").getAsFloat()).isEqualTo(1.5f);
  }
}
