package io.facesweep.face;

import io.facesweep.Sha256;
import io.facesweep.mesh.TriangleMesh;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A linear 3D morphable face model: vertices = mean + sum of coefficient x component.
 *
 * <p>The mean is centred (its bounding box's middle is the origin) and scaled so that its farthest
 * vertex lies at distance 1; the bases are scaled alike. Axes: +Y up, the face looks along +Z. A
 * coefficient is in standard deviations: every component is already multiplied by its own. The
 * model owns its arrays; callers must not write to what the accessors return.
 */
public final class FaceModel {
  private final String name;
  private final String source;
  private final TriangleMesh mean;
  private final boolean hasOwnTexture;
  private final float[][] identity;
  private final List<String> identityNames;
  private final float[][] expression;
  private final List<String> expressionNames;
  private final Map<String, float[]> regions;
  private final int[] mirror;
  private final Map<String, Integer> landmarks;
  private final Optional<FaceLines> lines;
  private final float unitScale;
  private final String fingerprint;

  private FaceModel(Builder builder) {
    name = builder.name;
    source = builder.source;
    hasOwnTexture = builder.hasOwnTexture;
    float[] box = boundingBox(builder.mean.vertices());
    float[] centre = {(box[0] + box[3]) / 2, (box[1] + box[4]) / 2, (box[2] + box[5]) / 2};
    float radius = farthest(builder.mean.vertices(), centre);
    if (!(radius > 0) || !Float.isFinite(radius)) {
      throw new IllegalArgumentException(
          "Invalid mean mesh: bounding radius %s (expected above 0 and finite)".formatted(radius));
    }
    unitScale = radius;
    mean = builder.mean.withVertices(moved(builder.mean.vertices(), centre, 1 / radius));
    identity = scaled(builder.identity, 1 / radius);
    identityNames = List.copyOf(builder.identityNames);
    expression = scaled(builder.expression, 1 / radius);
    expressionNames = List.copyOf(builder.expressionNames);
    regions = Collections.unmodifiableMap(new LinkedHashMap<>(builder.regions));
    mirror = builder.mirror;
    landmarks = Collections.unmodifiableMap(new LinkedHashMap<>(builder.landmarks));
    lines = builder.lines == null ? FaceLines.of(landmarks) : Optional.of(builder.lines);
    fingerprint = digest(builder.areLinesData ? lines : Optional.empty());
  }

  /** Starts a model of a mean mesh in any unit and place. */
  public static Builder builder(String name, TriangleMesh mean) {
    return new Builder(name, mean);
  }

  /** What the model is called in tables and reports, such as {@code builtin:head}. */
  public String name() {
    return name;
  }

  /** Returns where the data comes from and under what licence, for people. */
  public String source() {
    return source;
  }

  /** Whether its texture coordinates are its source's, or a cylinder stands in for them. */
  public boolean hasOwnTexture() {
    return hasOwnTexture;
  }

  /** The mean shape, bounding radius 1. */
  public TriangleMesh mean() {
    return mean;
  }

  public int vertexCount() {
    return mean.vertexCount();
  }

  /** Number of identity components, K. */
  public int identityCount() {
    return identity.length;
  }

  /** Identity basis [K][V * 3], one standard deviation each. Not a copy. */
  public float[][] identity() {
    return identity;
  }

  public List<String> identityNames() {
    return identityNames;
  }

  /** Expression basis [E][V * 3], empty where the model has none. Not a copy. */
  public float[][] expression() {
    return expression;
  }

  public List<String> expressionNames() {
    return expressionNames;
  }

  /**
   * Per-vertex weights [V] in [0, 1] by region (face, scalp, eyes, lips, ears, neck), as far as the
   * model knows. Not copies.
   */
  public Map<String, float[]> regions() {
    return regions;
  }

  /**
   * Returns each vertex's left-right twin [V]; empty where the topology is not symmetric or not
   * known to be. Not a copy.
   */
  public int[] mirror() {
    return mirror;
  }

  /** Returns the vertices that have names, such as {@code left-eye}; left is the person's. */
  public Map<String, Integer> landmarks() {
    return landmarks;
  }

  /**
   * Returns where the lines of the face run: as landmarks say, or the loader; empty where neither
   * does.
   */
  public Optional<FaceLines> lines() {
    return lines;
  }

  /**
   * How many of the source's units (millimetres for the built-in head) one unit of this model is.
   */
  public float unitScale() {
    return unitScale;
  }

  /** SHA-256 of everything the model computes with, in lower-case hexadecimal. */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * Vertices at the given identity.
   *
   * @param coefficients [K], in standard deviations
   * @return positions [V * 3], a new array
   * @throws IllegalArgumentException on another number of coefficients
   */
  public float[] vertices(float[] coefficients) {
    if (coefficients.length != identity.length) {
      throw new IllegalArgumentException(
          "Invalid shape coefficients: %d values (expected %d, one an identity component of %s)"
              .formatted(coefficients.length, identity.length, name));
    }
    float[] positions = mean.vertices().clone();
    for (int k = 0; k < coefficients.length; k++) {
      addScaled(positions, identity[k], coefficients[k]);
    }
    return positions;
  }

  /** The mesh at the given identity; see {@link #vertices}. */
  public TriangleMesh mesh(float[] coefficients) {
    return mean.withVertices(vertices(coefficients));
  }

  private static void addScaled(float[] sum, float[] component, float factor) {
    if (factor == 0) {
      return;
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * component[i];
    }
  }

  private static float[] boundingBox(float[] vertices) {
    float[] box = {
      Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY
    };
    for (int i = 0; i < vertices.length; i++) {
      int axis = i % 3;
      box[axis] = Math.min(box[axis], vertices[i]);
      box[axis + 3] = Math.max(box[axis + 3], vertices[i]);
    }
    return box;
  }

  private static float farthest(float[] vertices, float[] centre) {
    double most = 0;
    for (int i = 0; i < vertices.length; i += 3) {
      double x = vertices[i] - centre[0];
      double y = vertices[i + 1] - centre[1];
      double z = vertices[i + 2] - centre[2];
      most = Math.max(most, x * x + y * y + z * z);
    }
    return (float) Math.sqrt(most);
  }

  private static float[] moved(float[] vertices, float[] centre, float scale) {
    float[] result = new float[vertices.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (vertices[i] - centre[i % 3]) * scale;
    }
    return result;
  }

  private static float[][] scaled(List<float[]> components, float scale) {
    float[][] result = new float[components.size()][];
    for (int k = 0; k < result.length; k++) {
      float[] component = components.get(k).clone();
      for (int i = 0; i < component.length; i++) {
        component[i] *= scale;
      }
      result[k] = component;
    }
    return result;
  }

  /**
   * @param data lines that are of the model's data
   */
  private String digest(Optional<FaceLines> data) {
    MessageDigest sha = Sha256.digest();
    update(sha, "mean", mean.vertices());
    update(sha, "faces", mean.faces());
    update(sha, "uvs", mean.textureCoordinates());
    update(sha, "uv_faces", mean.textureFaces());
    for (int k = 0; k < identity.length; k++) {
      update(sha, "identity " + identityNames.get(k), identity[k]);
    }
    for (int k = 0; k < expression.length; k++) {
      update(sha, "expression " + expressionNames.get(k), expression[k]);
    }
    regions.forEach((region, weights) -> update(sha, "region " + region, weights));
    landmarks.forEach((point, vertex) -> update(sha, "landmark " + point, new int[] {vertex}));
    for (FaceLines.Line line : data.map(FaceLines::lines).orElse(List.of())) {
      int[] vertices = line.vertices().stream().mapToInt(Integer::intValue).toArray();
      update(sha, "line %s %s".formatted(line.part(), line.ends()), vertices);
    }
    return Sha256.hex(sha);
  }

  private static void update(MessageDigest sha, String label, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    update(sha, label, bytes);
  }

  private static void update(MessageDigest sha, String label, int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    update(sha, label, bytes);
  }

  private static void update(MessageDigest sha, String label, ByteBuffer bytes) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
    sha.update(name);
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.capacity()).flip());
    sha.update(bytes);
  }

  /**
   * Collects a model's parts and checks each as it comes; every refusal names the part and the
   * first offending index.
   */
  public static final class Builder {
    private final String name;
    private TriangleMesh mean;
    private SourceVertices numbering;
    private String source = "";
    private boolean hasOwnTexture = true;
    private final List<float[]> identity = new ArrayList<>();
    private final List<String> identityNames = new ArrayList<>();
    private final List<float[]> expression = new ArrayList<>();
    private final List<String> expressionNames = new ArrayList<>();
    private final Map<String, float[]> regions = new LinkedHashMap<>();
    private final Map<String, Integer> landmarks = new LinkedHashMap<>();
    private int[] mirror = {};
    private @Nullable FaceLines lines;
    private boolean areLinesData;

    private Builder(String name, TriangleMesh mean) {
      this.name = name;
      this.mean = mean;
      this.numbering = SourceVertices.all(mean.vertexCount());
    }

    /** Returns the mean as it was given. */
    TriangleMesh mean() {
      return mean;
    }

    /** Returns how the source numbers the vertices; as the mean does, unless it is said. */
    SourceVertices numbering() {
      return numbering;
    }

    /** Says how the source numbers the vertices, of which the mean may be a part. */
    Builder numbering(SourceVertices vertices) {
      numbering = vertices;
      return this;
    }

    /**
     * Gives the mean other texture coordinates.
     *
     * @param uvs [T, 2]
     * @param uvFaces [F, 3]
     */
    Builder texture(float[] uvs, int[] uvFaces) {
      mean = new TriangleMesh(mean.vertices(), mean.faces(), uvs, uvFaces);
      hasOwnTexture = true;
      return this;
    }

    /** Says that the mean's texture coordinates are a {@link CylindricalProjection}. */
    Builder withoutTexture() {
      hasOwnTexture = false;
      return remark("it has no texture coordinates: a cylindrical projection stands in");
    }

    /** Adds to what {@link #source} said. */
    Builder remark(String text) {
      source = source.isEmpty() ? text : source + "; " + text;
      return this;
    }

    /** Says where the data comes from, and its licence. */
    public Builder source(String text) {
      source = text;
      return this;
    }

    /**
     * Adds an identity component.
     *
     * @param offsets [V * 3], the change at one standard deviation, in the mean's unit
     */
    public Builder identity(String componentName, float[] offsets) {
      identity.add(requireOffsets("identity", identity.size(), componentName, offsets));
      identityNames.add(componentName);
      return this;
    }

    /** Adds an expression component, as {@link #identity}. */
    public Builder expression(String componentName, float[] offsets) {
      expression.add(requireOffsets("expression", expression.size(), componentName, offsets));
      expressionNames.add(componentName);
      return this;
    }

    /** Adds a region's weights [V] in [0, 1]. */
    public Builder region(String regionName, float[] weights) {
      if (weights.length != mean.vertexCount()) {
        throw new IllegalArgumentException(
            "Invalid region %s: %d weights (expected %d, one a vertex)"
                .formatted(regionName, weights.length, mean.vertexCount()));
      }
      for (int v = 0; v < weights.length; v++) {
        if (!(weights[v] >= 0 && weights[v] <= 1)) {
          throw new IllegalArgumentException(
              "Invalid region %s: weight %s at vertex %d (expected 0 to 1)"
                  .formatted(regionName, weights[v], v));
        }
      }
      regions.put(regionName, weights);
      return this;
    }

    /** Names a vertex. */
    public Builder landmark(String landmarkName, int vertex) {
      if (vertex < 0 || vertex >= mean.vertexCount()) {
        throw new IllegalArgumentException(
            "Invalid landmark %s: vertex %d (expected 0 to %d)"
                .formatted(landmarkName, vertex, mean.vertexCount() - 1));
      }
      landmarks.put(landmarkName, vertex);
      return this;
    }

    /**
     * Says where the lines of the face run; landmarks say it where nothing else does. They count
     * for the fingerprint.
     */
    public Builder lines(FaceLines known) {
      for (FaceLines.Line line : known.lines()) {
        for (int vertex : line.vertices()) {
          if (vertex < 0 || vertex >= mean.vertexCount()) {
            throw new IllegalArgumentException(
                "Invalid line of %s: vertex %d (expected 0 to %d)"
                    .formatted(line.part(), vertex, mean.vertexCount() - 1));
          }
        }
      }
      lines = known;
      areLinesData = true;
      return this;
    }

    /** The same of lines that code finds on the vertices, which say all that there is to them. */
    Builder foundLines(FaceLines found) {
      lines(found);
      areLinesData = false;
      return this;
    }

    /** Sets each vertex's left-right twin [V]; it must be its own inverse. */
    public Builder mirror(int[] twins) {
      if (twins.length != mean.vertexCount()) {
        throw new IllegalArgumentException(
            "Invalid mirror map: %d entries (expected %d, one a vertex)"
                .formatted(twins.length, mean.vertexCount()));
      }
      for (int v = 0; v < twins.length; v++) {
        int twin = twins[v];
        if (twin < 0 || twin >= twins.length || twins[twin] != v) {
          throw new IllegalArgumentException(
              "Invalid mirror map: vertex %d maps to %d (expected a map that is its own inverse)"
                  .formatted(v, twin));
        }
      }
      mirror = twins;
      return this;
    }

    /**
     * The model, centred and scaled.
     *
     * @throws IllegalArgumentException when all vertices coincide
     */
    public FaceModel build() {
      return new FaceModel(this);
    }

    private float[] requireOffsets(String kind, int index, String componentName, float[] offsets) {
      if (offsets.length != mean.vertices().length) {
        throw new IllegalArgumentException(
            "Invalid %s component %d (%s): %d vertices (expected %d as in the mean)"
                .formatted(kind, index, componentName, offsets.length / 3, mean.vertexCount()));
      }
      for (int i = 0; i < offsets.length; i++) {
        if (!Float.isFinite(offsets[i])) {
          throw new IllegalArgumentException(
              "Invalid %s component %d (%s): %s at vertex %d (expected finite values)"
                  .formatted(kind, index, componentName, offsets[i], i / 3));
        }
      }
      return offsets;
    }
  }
}
