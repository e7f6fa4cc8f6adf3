package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.TensorScope;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorEdgesTest {
  private static final int SIDE = 64;

  private static TextureSettings settings(String more) {
    return TrialValues.settings("texture { prior = canny, resolution = 64 }\n" + more).texture();
  }

  private static String image(Path folder, int lines, int grey) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < lines * SIDE; i++) {
      image.setRGB(i % SIDE, 4 * (i / SIDE), grey * 0x010101);
    }
    Path file = folder.resolve(lines + "-" + grey + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file.toString();
  }

  @Test
  void aPlainSkinHasTheEdgesOfTheRegionsThatItsFaceKnows() {
    FaceModel head = FaceModels.open("builtin:head");
    assertThat(PriorEdges.problems(settings(""), head)).isEmpty();
    FaceModel ball = Toys.ball();
    FaceModel plain = FaceModel.builder("test:plain", ball.mean()).build();
    assertThat(PriorEdges.problems(settings(""), plain))
        .containsExactly(
            "Invalid texture.prior-edges: auto (expected an image with at least 32 texels of edges at"
                + " 64 x 64; builtin:skin on test:plain has 0: name a map of edges, or a"
                + " texture.init-texture that shows a face)");
  }

  @Test
  void anImageOfEdgesIsBlackAndWhite(@TempDir Path folder) throws IOException {
    FaceModel ball = Toys.ball();
    String light = image(folder, 2, 140);
    TextureSettings settings = settings("texture.prior-edges = \"%s\"".formatted(light));
    assertThat(PriorEdges.problems(settings, ball)).isEmpty();
    try (TensorScope scope = TensorScope.open()) {
      float[] edges = PriorEdges.of(settings, ball).toFloats();
      assertThat(edges).hasSize(3 * SIDE * SIDE).containsOnly(0, 1);
    }
    String dark = image(folder, 2, 100);
    assertThat(PriorEdges.problems(settings("texture.prior-edges = \"%s\"".formatted(dark)), ball))
        .containsExactly(
            "Invalid texture.prior-edges: %s (expected an image with at least 32 texels of edges at 64 x 64; it has 0)"
                .formatted(dark));
  }

  @Test
  void otherPriorsNeedNoEdges() {
    FaceModel plain = FaceModel.builder("test:plain", Toys.ball().mean()).build();
    TextureSettings none = TrialValues.settings("texture.prior = none").texture();
    assertThat(PriorEdges.problems(none, plain)).isEmpty();
    assertThat(PriorEdges.made(none, plain)).isEmpty();
  }

  @Test
  void onlyEdgesThatWereMadeAreKept(@TempDir Path folder) throws IOException {
    FaceModel head = FaceModels.open("builtin:head");
    try (TensorScope scope = TensorScope.open()) {
      assertThat(PriorEdges.made(settings(""), head))
          .contains(PriorEdges.of(settings(""), head).toFloats());
    }
    String named = "texture.prior-edges = \"%s\"".formatted(image(folder, 2, 200));
    assertThat(PriorEdges.made(settings(named), head)).isEmpty();
  }
}
