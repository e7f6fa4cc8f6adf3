package io.facesweep.render;

import io.facesweep.UserException;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.HostArrays;
import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * N views of N meshes, rasterised, from which images are made. What images share (interpolation,
 * normals, silhouettes) is computed once, when first needed. Lives as long as the scope it was made
 * in; for one thread.
 *
 * <p>Images are [N, C, H, W] with row 0 on top, antialiased unless said otherwise, differentiable
 * with respect to vertices, light and texture. A background is a colour [C] or one a view, [N, C].
 * Where nothing is in view there is background, and gradients are 0.
 */
public final class RenderedViews {
  private static final double NORMAL_EPSILON = 1e-12;

  private final MeshTopology topology;
  private final List<Camera> cameras;
  private final Tensor world;
  private final Tensor clip;
  private final HostViews host;
  private final VisibleSurface surface;
  private final Antialiasing.Packed silhouettes;
  private final HostArrays.There there;
  private @Nullable Interpolation interpolation;
  private @Nullable Antialiasing antialiasing;
  private @Nullable Tensor normals;
  private @Nullable Tensor uvs;

  /**
   * @param world vertices, [3, N * V]
   * @param clip (x, y, w) of the vertices, [3, N * V]
   * @param host what the host found of each view
   */
  RenderedViews(
      MeshTopology topology, List<Camera> cameras, Tensor world, Tensor clip, HostViews host) {
    this.topology = topology;
    this.cameras = List.copyOf(cameras);
    this.world = world;
    this.clip = clip;
    this.host = host;
    VisibleSurface.Packed packed = host.surface(topology.vertexCount());
    this.silhouettes = host.silhouettes(topology.vertexCount());
    HostArrays arrays = new HostArrays();
    packed.addTo(arrays);
    silhouettes.addTo(arrays);
    this.there = arrays.to(clip.device());
    this.surface = packed.arrived(there);
  }

  /** Returns the same views with hard edges: silhouettes carry no gradient. */
  RenderedViews withoutAntialiasing() {
    RenderedViews plain =
        new RenderedViews(topology, cameras, world, clip, host.withoutSilhouettes());
    plain.interpolation = interpolation();
    plain.normals = normals();
    return plain;
  }

  /**
   * Which triangle every pixel shows.
   *
   * @throws IllegalStateException if a view is kept from before, without its fragments
   */
  Fragments fragments() {
    return host.fragments();
  }

  /** Returns (x, y, w) of a view's vertices in clip space, [V, 3]. */
  public float[] clip(int view) {
    int vertices = topology.vertexCount();
    float[] rows = clip.reshape(3, cameras.size(), vertices).select(1, view).toFloats();
    float[] found = new float[rows.length];
    for (int row = 0; row < 3; row++) {
      for (int v = 0; v < vertices; v++) {
        found[3 * v + row] = rows[row * vertices + v];
      }
    }
    return found;
  }

  /** Width of the images, pixels. */
  public int width() {
    return host.width();
  }

  /** Height of the images, pixels. */
  public int height() {
    return host.height();
  }

  /** Returns the device that images are made on. */
  public Device device() {
    return surface.device();
  }

  /**
   * The mesh with one albedo everywhere, in diffuse light: [N, 3, H, W] in [0, 1].
   *
   * @param albedo in [0, 1]
   * @param light spherical harmonics [9, 3] for all views or [N, 9, 3], of any type and device
   * @param background [3] or [N, 3]
   */
  public Tensor grey(double albedo, Tensor light, Tensor background) {
    if (!(albedo >= 0 && albedo <= 1)) {
      throw new IllegalArgumentException("Invalid albedo: " + albedo + " (expected 0 to 1)");
    }
    return finish(shading(light).mul(albedo).clamp(0, 1), background);
  }

  /**
   * The mesh with a texture as it is, unlit: [N, C, H, W]. Any number of channels and any range, so
   * also a texture of latents.
   *
   * @param texture [C, Ht, Wt] for all views or [N, C, Ht, Wt], row 0 on top
   * @param background [C] or [N, C]
   * @throws UserException if the mesh has no texture coordinates
   */
  public Tensor textured(Tensor texture, TextureWrap axis, Tensor background) {
    return finish(texels(texture, axis), background);
  }

  /**
   * The mesh with a texture as albedo in diffuse light: [N, 3, H, W] in [0, 1].
   *
   * @param texture [3, Ht, Wt] for all views or [N, 3, Ht, Wt], row 0 on top
   * @param light spherical harmonics [9, 3] for all views or [N, 9, 3], of any type and device
   * @param background [3] or [N, 3]
   * @throws UserException if the mesh has no texture coordinates
   */
  public Tensor lit(Tensor texture, TextureWrap axis, Tensor light, Tensor background) {
    Tensor albedo = texels(texture, axis);
    return finish(albedo.mul(shading(light)).clamp(0, 1), background);
  }

  /**
   * Unit normals n as colours 0.5 + 0.5 n: [N, 3, H, W]. Normals are the mesh's own, also on
   * triangles seen from behind.
   *
   * @param background [3] or [N, 3]
   */
  public Tensor normals(NormalSpace space, Tensor background) {
    Tensor shown = normals();
    if (space == NormalSpace.CAMERA) {
      List<Tensor> rotations =
          onDevice(
              IntStream.range(0, surface.views())
                  .mapToObj(view -> rotation(view).to(world.dtype()))
                  .toList());
      shown = perView((view, pixels) -> rotations.get(view).matmul(pixels), shown);
    }
    return finish(shown.mul(0.5).add(0.5), background);
  }

  /** How much of each pixel the mesh covers: [N, 1, H, W] in [0, 1]. */
  public Tensor mask() {
    return finish(
        clip.fullLike(1, new long[] {1, surface.pixelCount()}), clip.fullLike(0, new long[] {1}));
  }

  /** Distance along the line of sight, background 0, not antialiased: [N, 1, H, W]. */
  public Tensor depth() {
    return image(surface.unpack(depths(), clip.fullLike(0, new long[] {1})));
  }

  /**
   * Depth as a depth ControlNet takes it: background 0, each view's own range of depth mapped to
   * [0.5, 1], not antialiased; [N, 3, H, W], three equal channels.
   */
  public Tensor controlDepth(DepthOrder order) {
    return controlDepth(Collections.nCopies(surface.views(), order));
  }

  /** {@link #controlDepth(DepthOrder)} with an order for each view. */
  public Tensor controlDepth(List<DepthOrder> orders) {
    Tensor mapped =
        perView(
            (view, depths) -> {
              if (surface.isEmpty()) {
                return depths;
              }
              Tensor near = depths.min(1).reshape(1, 1);
              Tensor range = depths.max(1).reshape(1, 1).sub(near).clampMin(1e-6);
              Tensor farness = depths.sub(near).div(range);
              return orders.get(view) == DepthOrder.FAR_BRIGHT
                  ? farness.mul(0.5).add(0.5)
                  : farness.mul(-0.5).add(1);
            },
            depths());
    Tensor one = image(surface.unpack(mapped, clip.fullLike(0, new long[] {1})));
    return one.expand(surface.views(), 3, host.height(), host.width());
  }

  /** Texture coordinates, background 0, not antialiased: [N, 2, H, W]. */
  public Tensor textureCoordinates() {
    return image(surface.unpack(uvs(), clip.fullLike(0, new long[] {2})));
  }

  private Tensor shading(Tensor light) {
    boolean shared = light.rank() == 2;
    light.requireShape("light", shared ? new long[] {9, 3} : new long[] {surface.views(), 9, 3});
    Tensor own = light.to(normals().dtype());
    List<Tensor> polynomials =
        IntStream.range(0, shared ? 1 : surface.views())
            .mapToObj(view -> shared ? own : own.select(0, view))
            .map(SphericalHarmonicsLight::polynomial)
            .toList();
    List<Tensor> there = onDevice(polynomials);
    return perView(
        (view, pixels) -> MeshOperators.shadeDiffuse(there.get(shared ? 0 : view), pixels),
        normals());
  }

  private Tensor texels(Tensor texture, TextureWrap axis) {
    boolean shared = texture.rank() == 3;
    texture.requireShape(
        "texture", shared ? new long[] {-1, -1, -1} : new long[] {surface.views(), -1, -1, -1});
    if (shared) {
      return TextureSampling.sample(texture, uvs(), axis);
    }
    List<Tensor> own = texture.unbind();
    return perView((view, pixels) -> TextureSampling.sample(own.get(view), pixels, axis), uvs());
  }

  /** Unit normals at the pixels, [3, P]. */
  private Tensor normals() {
    Tensor known = normals;
    if (known == null) {
      long[] indices = surface.adjacentCorners(topology);
      Tensor corners = Tensor.of(indices, indices.length).to(surface.device());
      Tensor atVertices = DifferentiableNormals.of(world, corners);
      known =
          MeshOperators.normalise(
              interpolation().interpolateDirection(interpolation().corners(atVertices)),
              NORMAL_EPSILON);
      normals = known;
    }
    return known;
  }

  private Tensor depths() {
    return interpolation().interpolate(interpolation().corners(clip.slice(0, 2, 3)));
  }

  private Tensor uvs() {
    Tensor known = uvs;
    if (known == null) {
      float[] corners = surface.cornerValues(topology.cornerUvs(), 2);
      known = interpolation().interpolate(Tensor.of(corners, 2, 3, corners.length / 6).like(clip));
      uvs = known;
    }
    return known;
  }

  private Interpolation interpolation() {
    Interpolation known = interpolation;
    if (known == null) {
      known = new Interpolation(surface, clip);
      interpolation = known;
    }
    return known;
  }

  private Tensor finish(Tensor packed, Tensor background) {
    long channels = packed.shape(0);
    background.requireShape(
        "background",
        background.rank() == 1 ? new long[] {channels} : new long[] {surface.views(), channels});
    Antialiasing known = antialiasing;
    if (known == null) {
      known = silhouettes.arrived(there, clip);
      antialiasing = known;
    }
    return image(known.apply(surface.unpack(packed, background.like(packed))));
  }

  private Tensor image(Tensor flat) {
    return flat.reshape(surface.views(), flat.shape(1), host.height(), host.width());
  }

  /** World to camera axes of a view, [3, 3]. */
  private Tensor rotation(int view) {
    double[] m = cameras.get(view).view();
    float[] rotation = new float[9];
    for (int i = 0; i < 9; i++) {
      rotation[i] = (float) m[4 * (i / 3) + i % 3];
    }
    return Tensor.of(rotation, 3, 3);
  }

  /** Small tensors of one shape and device on the views' device, in one copy. */
  private List<Tensor> onDevice(List<Tensor> all) {
    return all.get(0).device().equals(surface.device())
        ? all
        : Tensor.stack(0, all).to(surface.device()).unbind();
  }

  private interface ViewFunction {
    Tensor apply(int view, Tensor pixels);
  }

  /** Applies a function to each view's own pixels of [C, P]. */
  private Tensor perView(ViewFunction function, Tensor packed) {
    if (surface.views() == 1 || surface.isEmpty()) {
      return function.apply(0, packed);
    }
    List<Tensor> parts = new ArrayList<>();
    for (int view = 0; view < surface.views(); view++) {
      if (surface.firstPixel(view + 1) > surface.firstPixel(view)) {
        Tensor own = packed.slice(1, surface.firstPixel(view), surface.firstPixel(view + 1));
        parts.add(function.apply(view, own));
      }
    }
    return Tensor.cat(1, parts);
  }
}
