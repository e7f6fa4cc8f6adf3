package io.facesweep.judges;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** FaceMesh and BlazeFace together: they look for faces in renders. Threads may share it. */
public final class FaceNets implements AutoCloseable {
  private final FaceMesh mesh;
  private final BlazeFace detector;

  private FaceNets(FaceMesh mesh, BlazeFace detector) {
    this.mesh = mesh;
    this.detector = detector;
  }

  /** Opens the nets that the program brings with it. */
  public static FaceNets open(Device device) {
    return new FaceNets(FaceMesh.open(device), BlazeFace.open(device));
  }

  /** SHA-256 over the SHA-256 of both files, FaceMesh first, all in hexadecimal. */
  public static String fingerprint() {
    try {
      StringBuilder both = new StringBuilder();
      for (String name : List.of(FaceMesh.WEIGHTS, BlazeFace.WEIGHTS)) {
        both.append(Sha256.of(NetResource.content(name)));
      }
      return Sha256.of(both.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the face nets: " + e.getMessage(), e);
    }
  }

  /** Whether a file is one of the two nets, byte by byte. */
  public static boolean isOne(Path file) {
    try {
      for (String name : List.of(FaceMesh.WEIGHTS, BlazeFace.WEIGHTS)) {
        byte[] content = NetResource.content(name);
        if (Files.size(file) == content.length
            && Arrays.equals(Files.readAllBytes(file), content)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(file, e), e);
    }
  }

  /**
   * Finds the part of pictures that shows a head's face: once for a geometry, by its grey front, so
   * that the texture has no say.
   *
   * @param front square, RGB in [0, 1], [1, 3, H, H]
   */
  public FaceBox box(Tensor front) {
    try (GradMode off = GradMode.disabled()) {
      FaceBox coarse = detector.boxes(front).get(0).widened();
      return look(front, coarse).get(0).box().widened();
    }
  }

  /**
   * Looks at pictures.
   *
   * @param pictures square, RGB in [0, 1], [N, 3, H, H]
   * @param box where to look in all of them
   */
  public List<FaceView> look(Tensor pictures, FaceBox box) {
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Tensor crops = box.crop(pictures, FaceMesh.SIDE);
      int count = Math.toIntExact(crops.shape(0));
      // on a CPU one after the other is twice as fast, and each is seen as it is alone
      int each = crops.device().isCuda() ? count : 1;
      List<FaceView> views = new ArrayList<>();
      for (int i = 0; i < count; i += each) {
        views.addAll(views(mesh.forward(crops.slice(0, i, i + each)), box));
      }
      return views;
    }
  }

  private static List<FaceView> views(FaceMesh.Output output, FaceBox box) {
    float[] logits = output.logits().toFloats();
    float[] all = output.points().toFloats();
    List<FaceView> views = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      double[] points = new double[2 * FaceMesh.POINTS];
      for (int p = 0; p < FaceMesh.POINTS; p++) {
        int at = 3 * (i * FaceMesh.POINTS + p);
        double[] xy = box.inPicture(all[at], all[at + 1], FaceMesh.SIDE);
        points[2 * p] = xy[0];
        points[2 * p + 1] = xy[1];
      }
      views.add(new FaceView(logits[i], points));
    }
    return views;
  }

  @Override
  public void close() {
    mesh.close();
    detector.close();
  }
}
