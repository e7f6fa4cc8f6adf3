package io.facesweep.train.demo;

import io.facesweep.UserException;
import io.facesweep.face.FaceModel;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.Sheets;
import io.facesweep.train.TrainingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The demo's training pictures: renders with their depth, and textures, as 8-bit files that are
 * made once. What the pictures show is drawn anew from the seed and never stored. Pictures that are
 * still being made are waited for where they are read.
 */
final class DemoData implements AutoCloseable {
  private static final int VERSION = 6;
  private static final int PREVIEWED = 36;
  private static final String NOTE = "data.json";

  /** What is made first: enough for a VAE. */
  private static final int FIRST_RENDERS = 8000;

  private static final int FIRST_TEXTURES = 4000;

  private final RandomStream renderStream;
  private final RandomStream textureStream;
  private final RandomStream pairStream;
  private final int side;
  private final DemoViews views;
  private final byte[] renders;
  private final byte[] depths;
  private final byte[] textures;
  private final byte[] pairs;

  private final String made;
  private @Nullable PictureMaking making;
  private PictureMaking.@Nullable Kind renderParts;
  private PictureMaking.@Nullable Kind textureParts;
  private PictureMaking.@Nullable Kind pairParts;

  private DemoData(RandomStream stream, Size size, DemoViews views, String made) {
    this.made = made;
    this.renderStream = stream.child("renders");
    this.textureStream = stream.child("textures");
    this.pairStream = stream.child("pairs");
    this.side = size.side();
    this.views = views;
    this.renders = new byte[Math.multiplyExact(size.renders(), 3 * side * side)];
    this.depths = new byte[size.renders() * side * side];
    this.textures = new byte[Math.multiplyExact(size.textures(), 3 * side * side)];
    this.pairs = new byte[Math.multiplyExact(size.pairs(), 2 * 3 * side * side)];
  }

  /**
   * How much of it.
   *
   * @param side of pictures and textures, pixels
   * @param pairs of renders
   */
  record Size(int side, int renders, int textures, int pairs) {}

  /** A texture's person. */
  record TextureItem(Person person, RandomStream stream) {}

  /**
   * Reads the files of a folder, or begins to make the pictures.
   *
   * @param threads that make them
   */
  static DemoData open(
      Path folder, Size size, DemoViews views, RandomStream stream, FaceModel face, int threads) {
    String made =
        "{\"version\": %d, \"stream\": \"%016x\", \"face\": \"%s\", \"side\": %d, \"distance\": %s, \"spread\": %s, \"renders\": %d, \"textures\": %d, \"pairs\": %d}%n"
            .formatted(
                VERSION,
                stream.seed(),
                face.fingerprint(),
                size.side(),
                views.distance(),
                views.spread(),
                size.renders(),
                size.textures(),
                size.pairs());
    DemoData data = new DemoData(stream, size, views, made);
    Path note = folder.resolve(NOTE);
    try {
      if (Files.exists(note) && Files.readString(note).equals(made)) {
        data.read(folder);
        return data;
      }
      Files.createDirectories(folder);
      Files.deleteIfExists(note);
      long needed =
          data.renders.length
              + data.depths.length
              + (long) data.textures.length
              + data.pairs.length;
      if (Files.getFileStore(folder).getUsableSpace() < needed + (16 << 20)) {
        throw new UserException(
            "Cannot write %s: %d MB are needed and less are free".formatted(folder, needed >> 20));
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    data.begin(face, threads);
    data.preview(folder.resolve("preview.png"), face);
    return data;
  }

  private static UserException unusable(Path folder, IOException e) {
    return new UserException("Cannot use training data in %s: %s".formatted(folder, e), e);
  }

  /** Waits for all pictures and writes the files, where they are not there yet. */
  void finish(Path folder, TrainingListener listener) {
    if (making == null) {
      return;
    }
    making.await(listener);
    try {
      write(folder.resolve("renders.u8"), renders);
      write(folder.resolve("depths.u8"), depths);
      write(folder.resolve("textures.u8"), textures);
      write(folder.resolve("pairs.u8"), pairs);
      write(folder.resolve(NOTE), made.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    close();
  }

  private void read(Path folder) throws IOException {
    readInto(folder.resolve("renders.u8"), renders);
    readInto(folder.resolve("depths.u8"), depths);
    readInto(folder.resolve("textures.u8"), textures);
    readInto(folder.resolve("pairs.u8"), pairs);
  }

  private static void readInto(Path file, byte[] target) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length != target.length) {
      throw new UserException(
          "Cannot read %s: %d bytes (expected %d); delete its folder to have it made again"
              .formatted(file, bytes.length, target.length));
    }
    System.arraycopy(bytes, 0, target, 0, bytes.length);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, bytes);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Pictures of the first items with their captions, to look at before all are made. */
  private void preview(Path file, FaceModel face) {
    try (TensorScope scope = TensorScope.open()) {
      int count = Math.min(PREVIEWED, renderCount());
      DemoRenderer renderer = new DemoRenderer(face, side);
      List<DemoItem> items = IntStream.range(0, count).mapToObj(this::item).toList();
      List<String> labels = new ArrayList<>();
      List<Tensor> images = new ArrayList<>();
      images.add(Tensor.of(renderer.render(items).images(), count, 3, side, side));
      items.forEach(item -> labels.add(item.caption(item.stream().child("caption").scalars())));
      for (int i = 0; i < Math.min(PREVIEWED / 2, textureCount()); i++) {
        TextureItem item = texture(i);
        float[] painted =
            renderer.painter().paint(item.person(), item.stream().child("texture").scalars());
        images.add(Tensor.of(painted, 1, 3, side, side));
        labels.add(Captions.ofTexture(item.person(), item.stream().child("caption").scalars()));
      }
      Sheets.write(file, Tensor.cat(0, images), 6, labels);
    }
  }

  private void begin(FaceModel face, int threads) {
    DemoRenderer renderer = new DemoRenderer(face, side);
    PictureMaking begun = new PictureMaking(threads);
    this.making = begun;
    this.renderParts = begun.new Kind(renderCount(), first -> makeRenders(renderer, first));
    this.textureParts =
        begun.new Kind(textureCount(), first -> makeTextures(renderer.painter(), first));
    this.pairParts = begun.new Kind(2 * pairCount(), first -> makePairs(renderer, first));
    renderParts.askUpTo(firstRenders());
    textureParts.askUpTo(firstTextures());
    renderParts.askUpTo(renderCount());
    textureParts.askUpTo(textureCount());
    pairParts.askUpTo(2 * pairCount());
  }

  private void makeRenders(DemoRenderer renderer, int first) {
    List<DemoItem> items = new ArrayList<>();
    for (int i = first; i < Math.min(renderCount(), first + PictureMaking.PART); i++) {
      items.add(item(i));
    }
    DemoRenderer.Rendered rendered = renderer.render(items);
    quantise(rendered.images(), renders, first * 3 * side * side);
    quantise(rendered.depths(), depths, first * side * side);
  }

  private void makePairs(DemoRenderer renderer, int first) {
    List<DemoItem> items = new ArrayList<>();
    for (int i = first / 2; 2 * i < Math.min(2 * pairCount(), first + PictureMaking.PART); i++) {
      DemoPair pair = pair(i);
      items.add(pair.first());
      items.add(pair.second());
    }
    quantise(renderer.render(items).images(), pairs, first * 3 * side * side);
  }

  private void makeTextures(TexturePainter painter, int first) {
    for (int i = first; i < Math.min(textureCount(), first + PictureMaking.PART); i++) {
      TextureItem item = texture(i);
      float[] painted = painter.paint(item.person(), item.stream().child("texture").scalars());
      quantise(painted, textures, i * 3 * side * side);
    }
  }

  private static void quantise(float[] values, byte[] target, int offset) {
    for (int i = 0; i < values.length; i++) {
      target[offset + i] = (byte) Math.round(255 * Math.min(1, Math.max(0, values[i])));
    }
  }

  /** Returns what the pictures depend on, as a text. */
  String made() {
    return made;
  }

  int side() {
    return side;
  }

  int renderCount() {
    return renders.length / (3 * side * side);
  }

  int textureCount() {
    return textures.length / (3 * side * side);
  }

  int pairCount() {
    return pairs.length / (2 * 3 * side * side);
  }

  /** How many of the renders are made first. */
  int firstRenders() {
    return Math.min(FIRST_RENDERS, renderCount());
  }

  /** How many of the textures are made first. */
  int firstTextures() {
    return Math.min(FIRST_TEXTURES, textureCount());
  }

  /** What a render shows. */
  DemoItem item(int index) {
    return DemoItem.draw(renderStream, index, views);
  }

  /** Whom a texture is of. */
  TextureItem texture(int index) {
    RandomStream own = textureStream.child(index);
    return new TextureItem(Person.draw(own.scalars(), 0), own);
  }

  /** What a pair of renders shows. */
  DemoPair pair(int index) {
    return DemoPair.draw(pairStream, index, views);
  }

  /** Renders [N, 3, side, side] in [0, 1]. */
  Tensor renders(int... indices) {
    await(renderParts, indices);
    return gather(renders, 3, indices);
  }

  /** Textures [N, 3, side, side] in [0, 1]. */
  Tensor textures(int... indices) {
    await(textureParts, indices);
    return gather(textures, 3, indices);
  }

  /**
   * Renders [N, 3, side, side] in [0, 1] of pairs.
   *
   * @param indices 2 i and 2 i + 1 for the first and the second of pair i
   */
  Tensor pairs(int... indices) {
    await(pairParts, indices);
    return gather(pairs, 3, indices);
  }

  /** Depth images [N, 3, side, side] as a ControlNet takes them. */
  Tensor depths(int... indices) {
    await(renderParts, indices);
    return gather(depths, 1, indices).repeat(1, 3, 1, 1);
  }

  private Tensor gather(byte[] source, int channels, int... indices) {
    int size = channels * side * side;
    float[] values = new float[indices.length * size];
    for (int n = 0; n < indices.length; n++) {
      for (int i = 0; i < size; i++) {
        values[n * size + i] = (source[indices[n] * size + i] & 0xff) / 255f;
      }
    }
    return Tensor.of(values, indices.length, channels, side, side);
  }

  private static void await(PictureMaking.@Nullable Kind parts, int... indices) {
    if (parts != null) {
      parts.await(indices);
    }
  }

  /** Stops making pictures. */
  @Override
  public void close() {
    if (making != null) {
      making.close();
      making = null;
      renderParts = null;
      textureParts = null;
      pairParts = null;
    }
  }
}
