package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GNM Head (Ploumpis et al., "GNM Head: a generative anthropometric model of the human head",
 * 2026), its {@code gnm_head.npz}: {@code template_vertex_positions} [V, 3] in metres, {@code
 * triangles} [F, 3], {@code triangle_uvs_udim} [F, 3, 2], {@code vertex_identity_basis} [K, V, 3]
 * with {@code identity_names}, {@code expression_basis} [E, V, 3] with {@code expression_names},
 * {@code vertex_groups} [G, V] with {@code vertex_group_names}, {@code mirror_indices} [V].
 * Coefficients are in standard deviations. Joints and skinning are not used.
 *
 * <p>The corneas, which hide the irises, are left out, and so are identity components that move
 * teeth and tongue only, which closed lips hide. Regions are the vertex groups (see {@link
 * GnmRegions}).
 */
final class GnmHead {
  static final String TEMPLATE = "template_vertex_positions";
  private static final String IDENTITY = "vertex_identity_basis";
  private static final String EXPRESSION = "expression_basis";
  private static final String GROUPS = "vertex_groups";
  private static final String MIRROR = "mirror_indices";
  private static final Set<String> KEYS =
      Set.of(
          TEMPLATE,
          IDENTITY,
          EXPRESSION,
          GROUPS,
          MIRROR,
          "triangles",
          "triangle_uvs_udim",
          "identity_names",
          "expression_names",
          "vertex_group_names");

  /** Components that move what is seen by less than this part of the head's size are hidden. */
  private static final double HIDDEN = 1e-4;

  private final Map<String, NumpyArray> arrays;
  private final int count;

  private GnmHead(Map<String, NumpyArray> arrays) {
    this.arrays = arrays;
    this.count = required(TEMPLATE).requireShape(-1, 3).shape()[0];
  }

  static FaceModel.Builder read(Path path) throws IOException {
    return new GnmHead(NpzFile.read(path, KEYS)).builder(String.valueOf(path.getFileName()));
  }

  private FaceModel.Builder builder(String name) {
    int[] triangles = required("triangles").requireShape(-1, 3).ints();
    float[] uvs = required("triangle_uvs_udim").requireShape(triangles.length / 3, 3, 2).floats();
    TriangleMesh whole = GnmAtlas.welded(required(TEMPLATE).floats(), triangles, uvs);
    MeshCut cut = MeshCut.of(whole, face -> !GnmAtlas.isCornea(whole, face));
    SourceVertices vertices = cut.vertices();
    FaceModel.Builder builder =
        FaceModel.builder(name, GnmAtlas.pack(cut.mesh()))
            .source("GNM Head, Google, Apache-2.0")
            .numbering(vertices);
    GnmRegions regions = regions(vertices);
    addComponents(builder, vertices, regions.seen(vertices.kept().length));
    regions.all().forEach(builder::region);
    NumpyArray mirror = arrays.get(MIRROR);
    if (mirror != null) {
      builder.mirror(mirror(mirror.requireShape(count).ints(), vertices));
    }
    return builder;
  }

  private void addComponents(FaceModel.Builder builder, SourceVertices vertices, float[] seen) {
    NumpyArray identity = required(IDENTITY).requireShape(-1, count, 3);
    float least = (float) HIDDEN * extent(builder.mean().vertices());
    String[] names = names("identity", identity.shape()[0]);
    float[] values = identity.floats();
    for (int k = 0; k < names.length; k++) {
      float[] component = component(values, k, vertices);
      if (moves(component, seen, least)) {
        builder.identity(names[k], component);
      }
    }
    NumpyArray expression = arrays.get(EXPRESSION);
    if (expression != null) {
      names = names("expression", expression.requireShape(-1, count, 3).shape()[0]);
      values = expression.floats();
      for (int k = 0; k < names.length; k++) {
        builder.expression(names[k], component(values, k, vertices));
      }
    }
  }

  private float[] component(float[] values, int k, SourceVertices vertices) {
    return vertices.of(Arrays.copyOfRange(values, 3 * count * k, 3 * count * (k + 1)), 3);
  }

  private static float extent(float[] vertices) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 1; i < vertices.length; i += 3) {
      low = Math.min(low, vertices[i]);
      high = Math.max(high, vertices[i]);
    }
    return high - low;
  }

  private static boolean moves(float[] component, float[] seen, float least) {
    for (int i = 0; i < component.length; i++) {
      if (seen[i / 3] > 0 && !(Math.abs(component[i]) <= least)) {
        return true;
      }
    }
    return false;
  }

  private GnmRegions regions(SourceVertices vertices) {
    NumpyArray groups = arrays.get(GROUPS);
    List<String> names = groups == null ? List.of() : required("vertex_group_names").texts();
    float[] weights =
        groups == null ? new float[0] : groups.requireShape(names.size(), count).floats();
    return GnmRegions.of(names, weights, vertices);
  }

  private static int[] mirror(int[] twins, SourceVertices vertices) {
    int[] numbers = vertices.inModel();
    int[] mirror = new int[vertices.kept().length];
    for (int v = 0; v < mirror.length; v++) {
      int twin = twins[vertices.kept()[v]];
      mirror[v] = twin >= 0 && twin < numbers.length ? numbers[twin] : -1;
    }
    return mirror;
  }

  private String[] names(String kind, int expected) {
    NumpyArray stored = arrays.get(kind + "_names");
    String[] names = new String[expected];
    if (stored == null) {
      Arrays.setAll(names, k -> "%s-%03d".formatted(kind, k));
      return names;
    }
    return stored.requireShape(expected).texts().toArray(names);
  }

  private NumpyArray required(String key) {
    @Nullable NumpyArray array = arrays.get(key);
    if (array == null || array.size() == 0) {
      throw new UserException(
          "Cannot find array %s (expected it and %s, %s, triangles and triangle_uvs_udim, as in GNM Head's file)"
              .formatted(key, TEMPLATE, IDENTITY));
    }
    return array;
  }
}
