package io.facesweep.check;

import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The operators that nets and renders are made of, each forward and some backward. */
public final class OperatorProbes implements ProbeGroup {
  private static final int CHANNELS = 32;
  private static final int ODD_CHANNELS = 24;
  private static final int SIDE = 16;
  private static final int LARGE_SIDE = 40;
  private static final int GROUPS = 8;
  private static final int TOKENS = 48;
  private static final int WIDTH = 64;
  private static final int HEADS = 4;
  private static final double EPSILON = 1e-5;
  private static final RandomStream RANDOM = RandomStream.of("check-operators", 1);

  @Override
  public String name() {
    return "operators";
  }

  /** Of CUDA's float32 too: its convolutions multiply in TF32, with 10 bits. */
  @Override
  public double tolerance(DType type) {
    return switch (type) {
      case FLOAT64 -> 1e-4;
      case FLOAT32 -> 2e-3;
      case FLOAT16 -> 6e-3;
      default -> 5e-2;
    };
  }

  @Override
  public Session open(Place place, int items) {
    return new Inputs(place, items);
  }

  private static final class Inputs implements Session {
    private final BatchInputs inputs;
    private final Tensor image; // [N, C, H, W]
    private final Tensor tokens; // [N, L, D]
    private final Tensor kernel;
    private final Tensor matrix;
    private final Tensor scale;
    private final Tensor shift;

    Inputs(Place place, int items) {
      inputs = new BatchInputs(RANDOM, place, items);
      image = inputs.normal("image", CHANNELS, SIDE, SIDE);
      tokens = inputs.normal("tokens", TOKENS, WIDTH);
      kernel = inputs.shared("kernel", 1 / Math.sqrt(9.0 * CHANNELS), CHANNELS, CHANNELS, 3, 3);
      matrix = inputs.shared("matrix", 1 / Math.sqrt(WIDTH), WIDTH, WIDTH);
      scale = inputs.shared("scale", 1, CHANNELS);
      shift = inputs.shared("shift", 1, CHANNELS);
    }

    @Override
    public List<Probe> probes() {
      return List.of(
          new Probe("copy", () -> image.copy()),
          new Probe("add, mul", () -> image.mul(0.5).add(image.square())),
          new Probe("exp, sqrt", () -> image.mul(0.3).exp().sqrt()),
          new Probe("sum", () -> image.square().mean(2, 3)),
          new Probe("matmul", () -> tokens.matmul(matrix)),
          new Probe("linear", () -> Functional.linear(tokens, matrix, null)),
          new Probe("conv2d", () -> Functional.conv2d(image, kernel, shift, 1, 1)),
          new Probe("conv2d of odd channels", this::convolveOdd),
          new Probe("conv2d stride 2", () -> Functional.conv2d(image, kernel, shift, 2, 1)),
          new Probe("group norm", () -> Functional.groupNorm(image, GROUPS, scale, shift, EPSILON)),
          new Probe(
              "group norm, silu",
              () -> Functional.groupNormSilu(image, GROUPS, scale, shift, EPSILON)),
          new Probe(
              "layer norm",
              () ->
                  Functional.layerNorm(tokens, matrix.select(0, 0), matrix.select(0, 1), EPSILON)),
          new Probe("silu", () -> Functional.silu(image)),
          new Probe("gelu", () -> Functional.gelu(image)),
          new Probe("softmax", () -> Functional.softmax(tokens, 2)),
          new Probe("attention", () -> Functional.attention(tokens, tokens, tokens, HEADS)),
          new Probe(
              "causal attention", () -> Functional.causalAttention(tokens, tokens, tokens, HEADS)),
          new Probe("upsample", () -> Functional.upsampleNearest(image, 2 * SIDE, 2 * SIDE)),
          new Probe("resize", () -> Functional.resizeBilinear(image, SIDE + 8, SIDE + 8)),
          new Probe(
              "conv2d backward", () -> backward(x -> Functional.conv2d(x, kernel, shift, 1, 1))),
          new Probe("conv2d of few channels backward", this::fewChannelsBackward),
          new Probe(
              "group norm, silu backward",
              () -> backward(x -> Functional.groupNormSilu(x, GROUPS, scale, shift, EPSILON))),
          new Probe(
              "resize backward",
              () -> backward(x -> Functional.resizeBilinear(x, SIDE + 8, SIDE + 8))),
          new Probe("attention backward", this::attentionBackward));
    }

    /** Channels that fill no whole vector registers: libraries have code of its own for them. */
    private Tensor convolveOdd() {
      return Functional.conv2d(
          image.slice(1, 0, ODD_CHANNELS).contiguous(),
          kernel.slice(1, 0, ODD_CHANNELS).contiguous(),
          shift,
          1,
          1);
    }

    private Tensor backward(Function<Tensor, Tensor> function) {
      Tensor leaf = image.asLeaf();
      Tensor output = function.apply(leaf);
      return Autograd.gradient(output, seed(output), leaf);
    }

    /** As the VAE's last layer, on an image large enough for a library's own kernels. */
    private Tensor fewChannelsBackward() {
      Tensor leaf = inputs.normal("large", CHANNELS, LARGE_SIDE, LARGE_SIDE).asLeaf();
      Tensor output = Functional.conv2d(leaf, kernel.slice(0, 0, 3).contiguous(), null, 1, 1);
      return Autograd.gradient(output, seed(output), leaf);
    }

    private Tensor attentionBackward() {
      Tensor leaf = tokens.asLeaf();
      Tensor output = Functional.attention(leaf, leaf, leaf, HEADS);
      return Autograd.gradient(output, seed(output), leaf);
    }

    /** What comes in from outside. */
    private Tensor seed(Tensor output) {
      long[] shape = output.shape();
      return inputs.normal("seed", Arrays.copyOfRange(shape, 1, shape.length));
    }

    /** The tensors belong to the caller's scope. */
    @Override
    public void close() {}
  }
}
