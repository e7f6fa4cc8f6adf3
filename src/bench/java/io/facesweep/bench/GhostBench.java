package io.facesweep.bench;

import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.ViewShade;
import io.facesweep.judges.FaceBox;
import io.facesweep.judges.FaceNets;
import io.facesweep.judges.FaceView;
import io.facesweep.plan.StageKind;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.tensor.Torch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;

/**
 * Says how faint a second face {@code face_back} still sees: the front picture of a head is blended
 * in an ellipse over its back picture, by an opacity, and FaceMesh is asked. A line for each
 * opacity, and one for the time that 16 pictures take on one thread.
 *
 * <p>Arguments: the output of a sweep with pictures of 128 pixels, and how many heads to take (8).
 */
public final class GhostBench {
  private static final double[] OPACITIES = {0, 0.1, 0.2, 0.3, 0.5, 1};
  private static final int BACK = 180;

  /** Half axes of the ellipse, in sides of a picture. */
  private static final double HALF_WIDTH = 0.28;

  private static final double HALF_HEIGHT = 0.36;

  private GhostBench() {}

  public static void main(String[] arguments) {
    Torch.threads(1);
    if (arguments.length < 1) {
      throw new UserException("Invalid arguments: none (expected OUTPUT [HEADS])");
    }
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    StageStore store = StageStore.open(arguments[0], new Configuration());
    List<List<Tensor>> heads = new ArrayList<>();
    try (TensorScope scope = TensorScope.open();
        FaceNets nets = FaceNets.open(Device.CPU)) {
      store.recorded(StageKind.TEXTURE).done().stream()
          .sorted()
          .limit(count)
          .forEach(id -> heads.add(views(store, id)));
      for (double opacity : OPACITIES) {
        double[] flags = heads.stream().mapToDouble(head -> flag(nets, head, opacity)).toArray();
        Arrays.sort(flags);
        System.out.printf(
            Locale.ROOT,
            "{\"opacity\": %.1f, \"heads\": %d, \"least\": %.3f, \"median\": %.3f, \"largest\": %.3f, \"seen\": %d}%n",
            opacity,
            flags.length,
            flags[0],
            (flags[(flags.length - 1) / 2] + flags[flags.length / 2]) / 2,
            flags[flags.length - 1],
            Arrays.stream(flags).filter(flag -> flag > 0.5).count());
      }
      time(nets, heads.get(0));
    }
  }

  /** The pictures from the front and from the back, [1, 3, 128, 128] each. */
  private static List<Tensor> views(StageStore store, String id) {
    if (!(store.lookup(StageKind.TEXTURE, id) instanceof StageLookup.Found found)) {
      throw new UserException("Cannot read stage %s: it has no record to rely on".formatted(id));
    }
    return List.of(picture(store, found.record(), 0), picture(store, found.record(), BACK));
  }

  private static Tensor picture(StageStore store, StageRecord record, int azimuth) {
    String name = AssetNames.view(ViewShade.TEXTURED, azimuth);
    AssetRecord asset =
        record
            .asset(name)
            .orElseThrow(() -> new UserException("Cannot read %s: it has none".formatted(name)));
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(store.readAsset(record, asset)));
      int side = image.getWidth();
      float[] values = new float[3 * side * side];
      for (int i = 0; i < side * side; i++) {
        int rgb = image.getRGB(i % side, i / side);
        for (int channel = 0; channel < 3; channel++) {
          values[channel * side * side + i] = (rgb >> 16 - 8 * channel & 255) / 255f;
        }
      }
      return Tensor.of(values, 1, 3, side, side);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static double flag(FaceNets nets, List<Tensor> head, double opacity) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor front = head.get(0);
      Tensor back = head.get(1);
      Tensor weights = ellipse(Math.toIntExact(front.shape(2)), opacity);
      Tensor ghost = back.add(front.sub(back).mul(weights));
      FaceBox box = nets.box(front);
      return nets.look(ghost, box).get(0).flag();
    }
  }

  /** Weights of the front picture [1, 1, side, side]: the opacity inside, soft at the border. */
  private static Tensor ellipse(int side, double opacity) {
    float[] weights = new float[side * side];
    for (int i = 0; i < weights.length; i++) {
      double x = ((i % side + 0.5) / side - 0.5) / HALF_WIDTH;
      double y = ((i / side + 0.5) / side - 0.5) / HALF_HEIGHT;
      double radius = Math.hypot(x, y);
      weights[i] = (float) (opacity * Math.min(1, Math.max(0, (1 - radius) / 0.2)));
    }
    return Tensor.of(weights, 1, 1, side, side);
  }

  private static void time(FaceNets nets, List<Tensor> head) {
    try (TensorScope scope = TensorScope.open()) {
      FaceBox box = nets.box(head.get(0));
      Tensor pictures = Tensor.cat(0, repeated(head.get(0), 16));
      List<FaceView> views = List.of();
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        views = nets.look(pictures, box);
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
      System.out.printf(Locale.ROOT, "{\"pictures\": %d, \"seconds\": %.3f}%n", views.size(), best);
    }
  }

  private static List<Tensor> repeated(Tensor picture, int count) {
    List<Tensor> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pictures.add(picture);
    }
    return pictures;
  }
}
