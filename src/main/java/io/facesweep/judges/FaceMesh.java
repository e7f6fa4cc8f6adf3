package io.facesweep.judges;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import java.util.ArrayList;
import java.util.List;

/**
 * MediaPipe FaceMesh (Kartynnik et al. 2019, arXiv 1907.06724): whether a crop shows a face, and
 * where its 468 points are. Trained on photographs. Threads may share it.
 */
public final class FaceMesh implements AutoCloseable {
  /** Side of the crop in pixels. */
  public static final int SIDE = 192;

  /** How many points it gives. */
  public static final int POINTS = 468;

  static final String WEIGHTS = "facemesh.safetensors";
  private static final int[] WIDTHS = {
    16, 16, 32, 32, 32, 64, 64, 64, 128, 128, 128, 128, 128, 128
  };
  private static final int INNER = 128;
  private static final int REDUCED = 32;
  private static final int COORDINATES = 3;

  private final TensorOwner owner = new TensorOwner();
  private final Device device;
  private final Net net;

  private FaceMesh(Device device) {
    this.device = device;
    this.net = NetResource.open(WEIGHTS, device, owner, Net::new);
  }

  /** Opens the net that the program brings with it. */
  public static FaceMesh open(Device device) {
    return new FaceMesh(device);
  }

  private record Net(Layer stem, List<FaceBlock> backbone, Head mesh, Head flag) {
    Net(StateDict dict) {
      this(
          new Layer(dict.at("stem"), 3, WIDTHS[0], 3, 2),
          backbone(dict),
          new Head(dict.at("mesh"), 2, COORDINATES * POINTS),
          new Head(dict.at("flag"), 0, 1));
    }

    private static List<FaceBlock> backbone(StateDict dict) {
      List<FaceBlock> blocks = new ArrayList<>();
      int in = WIDTHS[0];
      for (int i = 0; i < WIDTHS.length; i++) {
        int stride = i % 3 == 2 ? 2 : 1;
        blocks.add(
            new FaceBlock(dict.at("backbone." + i), Activation.PRELU, in, WIDTHS[i], stride));
        in = WIDTHS[i];
      }
      return blocks;
    }
  }

  /** A convolution with its activation. */
  private static final class Layer {
    private final SameConv2d conv;
    private final Activation activation;

    Layer(StateDict dict, int in, int out, int kernel, int stride) {
      conv = SameConv2d.full(dict, in, out, kernel, stride);
      activation = Activation.PRELU.of(dict, out);
    }

    Tensor forward(Tensor x) {
      return activation.of(conv.forward(x));
    }
  }

  /** One of the two branches: from [N, 128, 6, 6] to [N, outputs]. */
  private static final class Head {
    private final List<FaceBlock> blocks = new ArrayList<>();
    private final Layer reduce;
    private final FaceBlock last;
    private final Tensor weight;
    private final Tensor bias;

    /**
     * @param more blocks after the first
     */
    Head(StateDict dict, int more, int outputs) {
      for (int i = 0; i <= more; i++) {
        int stride = i == 0 ? 2 : 1;
        blocks.add(new FaceBlock(dict.at("" + i), Activation.PRELU, INNER, INNER, stride));
      }
      reduce = new Layer(dict.at("reduce"), INNER, REDUCED, 1, 1);
      last = new FaceBlock(dict.at("" + (more + 1)), Activation.PRELU, REDUCED, REDUCED, 1);
      weight = dict.at("head").take("weight", outputs, REDUCED, 3, 3);
      bias = dict.at("head").take("bias", outputs);
    }

    Tensor forward(Tensor x) {
      Tensor hidden = x;
      for (FaceBlock block : blocks) {
        hidden = block.forward(hidden);
      }
      Tensor all = Functional.conv2d(last.forward(reduce.forward(hidden)), weight, bias, 1, 0);
      return all.reshape(all.shape(0), all.shape(1));
    }
  }

  /**
   * What it says of crops.
   *
   * @param points [N, 468, 3]: x to the right, y down, in pixels of the crop, whose outer top left
   *     corner is 0; z in the same unit, smaller is nearer. Means nothing where there is no face
   * @param logits [N]: the flag before its sigmoid
   */
  public record Output(Tensor points, Tensor logits) {}

  /**
   * Looks at crops.
   *
   * @param crops RGB in [0, 1], [N, 3, 192, 192]
   */
  public Output forward(Tensor crops) {
    crops.requireShape("crops", -1, 3, SIDE, SIDE);
    List<Tensor> found =
        TensorScope.computeAll(
            () -> {
              Tensor x = net.stem().forward(crops.to(device));
              for (FaceBlock block : net.backbone()) {
                x = block.forward(x);
              }
              return List.of(
                  net.mesh().forward(x).reshape(crops.shape(0), POINTS, COORDINATES),
                  net.flag().forward(x).reshape(crops.shape(0)));
            });
    return new Output(found.get(0), found.get(1));
  }

  @Override
  public void close() {
    owner.close();
  }
}
