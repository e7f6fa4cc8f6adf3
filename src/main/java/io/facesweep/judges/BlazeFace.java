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
 * MediaPipe BlazeFace for the back camera (Bazarevsky et al. 2019, arXiv 1907.05047): where in a
 * picture a face is. Trained on photographs. It tells heads from backgrounds rather than faces from
 * backs of heads: use it to find the box, not to count faces. Threads may share it.
 */
public final class BlazeFace implements AutoCloseable {
  /** Side of the picture in pixels. */
  public static final int SIDE = 256;

  static final String WEIGHTS = "blazeface.safetensors";
  private static final int BLOCKS = 31;
  private static final int NUMBERS = 16;
  private static final int COARSE_CELLS = 8;
  private static final int COARSE_ANCHORS = 6;
  private static final int FINE_CELLS = 16;
  private static final int FINE_ANCHORS = 2;

  private final TensorOwner owner = new TensorOwner();
  private final Device device;
  private final Net net;

  private BlazeFace(Device device) {
    this.device = device;
    this.net = NetResource.open(WEIGHTS, device, owner, Net::new);
  }

  /** Opens the net that the program brings with it. */
  public static BlazeFace open(Device device) {
    return new BlazeFace(device);
  }

  /** The layers, as their parameters are named. */
  private record Net(
      SameConv2d stem,
      List<FaceBlock> backbone,
      FaceBlock coarse,
      SameConv2d scores16,
      SameConv2d boxes16,
      SameConv2d scores8,
      SameConv2d boxes8) {
    Net(StateDict dict) {
      this(
          SameConv2d.full(dict.at("stem"), 3, width(0), 5, 2),
          backbone(dict),
          new FaceBlock(
              dict.at("coarse"), Activation.RELU, width(BLOCKS - 1), 96, 2, FaceBlock.Skip.NONE),
          head(dict, "scores16", FINE_ANCHORS),
          head(dict, "boxes16", FINE_ANCHORS * NUMBERS),
          head(dict, "scores8", COARSE_ANCHORS),
          head(dict, "boxes8", COARSE_ANCHORS * NUMBERS));
    }

    private static SameConv2d head(StateDict dict, String name, int out) {
      return SameConv2d.full(dict.at(name + ".head"), width(BLOCKS - 1), out, 1, 1);
    }

    private static int width(int block) {
      return block < 15 ? 24 : block < 23 ? 48 : 96;
    }

    private static List<FaceBlock> backbone(StateDict dict) {
      List<FaceBlock> blocks = new ArrayList<>();
      int in = width(0);
      for (int i = 0; i < BLOCKS; i++) {
        int stride = i == 7 || i == 15 || i == 23 ? 2 : 1;
        blocks.add(new FaceBlock(dict.at("backbone." + i), Activation.RELU, in, width(i), stride));
        in = width(i);
      }
      return blocks;
    }
  }

  /**
   * What it says of pictures, for 896 anchors: 16 x 16 cells with two each, then 8 x 8 with six,
   * rows first.
   *
   * @param scores [N, 896], logits
   * @param boxes [N, 896, 16] in pixels of the picture: centre relative to the anchor's, width,
   *     height, then six points relative to the anchor's centre
   */
  record Output(Tensor scores, Tensor boxes) {}

  /**
   * Looks at pictures.
   *
   * @param pictures RGB in [-1, 1], [N, 3, 256, 256]
   */
  Output forward(Tensor pictures) {
    pictures.requireShape("pictures", -1, 3, SIDE, SIDE);
    List<Tensor> found =
        TensorScope.computeAll(
            () -> {
              Tensor x = net.stem().forward(pictures.to(device));
              x = Functional.relu(x);
              for (FaceBlock block : net.backbone()) {
                x = block.forward(x);
              }
              Tensor y = net.coarse().forward(x);
              Tensor scores =
                  Tensor.cat(
                      1, flat(net.scores16().forward(x), 1), flat(net.scores8().forward(y), 1));
              Tensor boxes =
                  Tensor.cat(
                      1,
                      flat(net.boxes16().forward(x), NUMBERS),
                      flat(net.boxes8().forward(y), NUMBERS));
              return List.of(scores.squeeze(2), boxes);
            });
    return new Output(found.get(0), found.get(1));
  }

  private static Tensor flat(Tensor x, int last) {
    return x.permute(0, 2, 3, 1).contiguous().reshape(x.shape(0), -1, last);
  }

  /**
   * Returns the likeliest face of each picture, whether it is likely or not.
   *
   * @param pictures square, RGB in [0, 1], [N, 3, H, H]
   */
  public List<FaceBox> boxes(Tensor pictures) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor seen = FaceBox.WHOLE.crop(pictures, SIDE).mul(2).sub(1);
      Output output = forward(seen);
      long[] best = output.scores().argmax(1).toLongs();
      float[] boxes = output.boxes().toFloats();
      int anchors = Math.toIntExact(output.scores().shape(1));
      List<FaceBox> found = new ArrayList<>();
      for (int i = 0; i < best.length; i++) {
        int anchor = Math.toIntExact(best[i]);
        int at = (i * anchors + anchor) * NUMBERS;
        double[] centre = centre(anchor);
        found.add(
            new FaceBox(
                centre[0] + boxes[at] / SIDE,
                centre[1] + boxes[at + 1] / SIDE,
                Math.max(boxes[at + 2], boxes[at + 3]) / SIDE));
      }
      return found;
    }
  }

  /** The centre of an anchor, x and y as fractions of the picture. */
  private static double[] centre(int anchor) {
    int fine = FINE_CELLS * FINE_CELLS * FINE_ANCHORS;
    int cells = anchor < fine ? FINE_CELLS : COARSE_CELLS;
    int cell = anchor < fine ? anchor / FINE_ANCHORS : (anchor - fine) / COARSE_ANCHORS;
    return new double[] {(cell % cells + 0.5) / cells, (cell / cells + 0.5) / cells};
  }

  @Override
  public void close() {
    owner.close();
  }
}
