package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.guidance.LatentCodec;
import io.facesweep.settings.Dtype;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gradients through a float16 VAE against those through the same VAE in float32. */
class BackwardTest {
  /** Gradients of the golden VAE in float16 are 0.007 off at most (HalfParityTest); twice that. */
  private static final double TOLERANCE = 0.03;

  private static final double TINY = 1e-9;
  private static final double HUGE = 1e6;

  private static LoadedModels single;
  private static LoadedModels half;
  private TensorScope scope;

  @BeforeAll
  static void open() {
    single = GoldenModels.open(Dtype.FLOAT32, Dtype.AUTO);
    half = GoldenModels.open(Dtype.FLOAT32, Dtype.FLOAT16);
  }

  @AfterAll
  static void close() {
    single.close();
    half.close();
  }

  @BeforeEach
  void openScope() {
    scope = TensorScope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  private static Tensor noise(String name, double first, double second, long... shape) {
    long[] item = shape.clone();
    item[0] = 1;
    return Tensor.cat(
        0,
        RandomStream.of(name, 1).normal(item).mul(first),
        RandomStream.of(name, 2).normal(item).mul(second));
  }

  @Test
  void keepsTinyAndHugeGradientsOfOneBatch() {
    Tensor seed = noise("seed", TINY, HUGE, 2, 4, 4, 4);
    Tensor images = noise("image", 1, 1, 2, 3, 32, 32).sigmoid();
    Tensor posterior = noise("posterior", 1, 1, 2, 4, 4, 4);
    List<float[]> expected = encoded(single.models().codec(), images, posterior, seed);
    List<float[]> actual = encoded(half.models().codec(), images, posterior, seed);
    for (int i = 0; i < 2; i++) {
      assertThat(error(actual.get(i), expected.get(i))).as("encode " + i).isLessThan(TOLERANCE);
    }
    Tensor latents = noise("latents", 1, 1, 2, 4, 4, 4);
    Tensor imageSeed = noise("image seed", TINY, HUGE, 2, 3, 32, 32);
    expected = decoded(single.models().codec(), latents, imageSeed);
    actual = decoded(half.models().codec(), latents, imageSeed);
    for (int i = 0; i < 2; i++) {
      assertThat(error(actual.get(i), expected.get(i))).as("decode " + i).isLessThan(TOLERANCE);
    }
  }

  /** What the scaling is for. */
  @Test
  void withoutScalingTheyAreLostAndInfinite() {
    Tensor latents = noise("latents", 1, 1, 2, 4, 4, 4).asLeaf();
    Tensor seed = noise("image seed", TINY, HUGE, 2, 3, 32, 32);
    List<float[]> plain =
        ItemValues.split(Autograd.gradient(half.models().codec().decode(latents), seed, latents));
    assertThat(plain.get(0)).containsOnly(0);
    boolean finite = true;
    for (float value : plain.get(1)) {
      finite &= Float.isFinite(value);
    }
    assertThat(finite).isFalse();
  }

  /** Each trial by its own bound, of the gradients of renders and not of what is encoded beside. */
  @Test
  void clipsThePixelsOfRendersBehindTheCodec() {
    LatentCodec codec = single.models().codec();
    Tensor texture = noise("latents", 0.5, 0.5, 2, 4, 4, 4);
    Tensor posterior = Tensor.zeros(2, 4, 4, 4);
    Tensor seed = noise("seed", 1, 1, 2, 4, 4, 4);
    List<TrialSpec> batch =
        List.of(
            Toys.trial("a", 1, "guidance.pixel-clip = 1e-3"),
            Toys.trial("b", 1, "guidance.pixel-clip = 0.1"));
    Lockstep lockstep =
        new Lockstep(batch, SynthesisPhase.TEXTURE, 2, single.models(), StepListener.NONE);

    Tensor leaf = texture.asLeaf();
    Backward backward = Backward.of(codec, lockstep);
    Tensor image = backward.decode(leaf);
    backward.add(backward.encodeRenders(image.mul(0.9), posterior), seed);
    backward.add(backward.encode(image, posterior), seed.mul(0.1));
    backward.add(image, image.detach());
    List<float[]> found = ItemValues.split(backward.gradients(List.of(leaf)).get(0));

    Tensor other = texture.asLeaf();
    Tensor decoded = codec.decode(other);
    Tensor render = decoded.detach().mul(0.9).asLeaf();
    Tensor pixels = Autograd.gradient(codec.encode(render, posterior), seed, render);
    Tensor largest = pixels.abs().max(1);
    Tensor beside = decoded.detach().asLeaf();
    Tensor more = Autograd.gradient(codec.encode(beside, posterior), seed.mul(0.1), beside);
    double[] limits = {1e-3, 0.1};
    Tensor clipped = GradientClip.clipPixels(pixels, limits);
    for (int i = 0; i < 2; i++) {
      double most = clipped.select(0, i).abs().max().item();
      assertThat(most).isLessThanOrEqualTo(limits[i] * (1 + 1e-6));
      assertThat(largest.select(0, i).max().item())
          .as("is clipped")
          .isGreaterThan((float) limits[i]);
    }
    Tensor sum = clipped.mul(0.9).add(more).add(decoded.detach());
    List<float[]> expected = ItemValues.split(Autograd.gradient(decoded, sum, other));
    for (int i = 0; i < 2; i++) {
      assertThat(error(found.get(i), expected.get(i))).isLessThan(1e-5);
    }
  }

  @Test
  void addsUpWhatComesThroughTheCodecAndWhatDoesNot() {
    List<float[]> expected = chained(single.models().codec());
    List<float[]> actual = chained(half.models().codec());
    assertThat(error(actual.get(0), expected.get(0))).isLessThan(2 * TOLERANCE); // two passes
    assertThat(error(actual.get(1), expected.get(1))).isLessThan(2 * TOLERANCE);
  }

  /** Latents to an image, which has a loss, times a gain to latents, and a loss on the first. */
  private static List<float[]> chained(LatentCodec codec) {
    Tensor latents = noise("latents", 0.5, 0.5, 2, 4, 4, 4).asLeaf();
    Tensor gain = Tensor.of(new float[] {0.5f, 0.9f}, 2, 1, 1, 1).asLeaf();
    Backward backward = new Backward(codec);
    Tensor image = backward.decode(latents);
    Tensor again = backward.encode(image.mul(gain), Tensor.zeros(2, 4, 4, 4));
    backward.add(again, noise("seed", 1e-3, 1e3, 2, 4, 4, 4));
    backward.addLoss(SymmetryLoss.of(image), new double[] {1, 2});
    backward.addLoss(latents.square().sum(1, 2, 3), new double[] {1e-4, 1});
    List<Tensor> gradients = backward.gradients(List.of(latents, gain));
    return List.of(gradients.get(0).toFloats(), gradients.get(1).toFloats());
  }

  private static List<float[]> encoded(
      LatentCodec codec, Tensor images, Tensor posterior, Tensor seed) {
    Tensor leaf = images.asLeaf();
    Backward backward = new Backward(codec);
    backward.add(backward.encode(leaf, posterior), seed);
    return ItemValues.split(backward.gradients(List.of(leaf)).get(0));
  }

  private static List<float[]> decoded(LatentCodec codec, Tensor latents, Tensor seed) {
    Tensor leaf = latents.asLeaf();
    Backward backward = new Backward(codec);
    backward.add(backward.decode(leaf), seed);
    return ItemValues.split(backward.gradients(List.of(leaf)).get(0));
  }

  /** Norm of the difference, relative to the norm. */
  private static double error(float[] actual, float[] expected) {
    double difference = 0;
    double reference = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      reference += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / reference);
  }
}
