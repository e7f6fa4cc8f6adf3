package io.facesweep.mesh;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the triangles and the base colour picture of a binary glTF 2.0 file. */
final class GlbReader {
  /** Something in the file that cannot be used. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private final JsonObject root;
  private final ByteBuffer binary;
  private final FloatList vertices = new FloatList();
  private final FloatList uvs = new FloatList();
  private final IntList faces = new IntList();
  private final IntList uvFaces = new IntList();
  private final Map<List<Integer>, Integer> welded = new HashMap<>();

  private GlbReader(JsonObject root, ByteBuffer binary) {
    this.root = root;
    this.binary = binary;
  }

  static GlbFile read(byte[] bytes) throws Malformed {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 20 || file.getInt(0) != GlbWriter.MAGIC || file.getInt(4) != 2) {
      throw new Malformed("it is not a binary glTF 2.0 file");
    }
    int jsonLength = file.getInt(12);
    if (jsonLength < 0
        || jsonLength > bytes.length - 20
        || file.getInt(16) != GlbWriter.JSON_CHUNK) {
      throw new Malformed("its JSON chunk is cut short");
    }
    int start = 20 + jsonLength;
    ByteBuffer binary = ByteBuffer.allocate(0);
    if (bytes.length - start >= 8) {
      int length = file.getInt(start);
      if (length < 0 || length > bytes.length - start - 8) {
        throw new Malformed("its binary chunk is cut short");
      }
      binary = file.slice(start + 8, length).order(ByteOrder.LITTLE_ENDIAN);
    }
    try {
      String json = new String(bytes, 20, jsonLength, StandardCharsets.UTF_8);
      return new GlbReader(JsonParser.parseString(json).getAsJsonObject(), binary).file();
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | ArithmeticException
        | NumberFormatException
        | IndexOutOfBoundsException e) {
      throw new Malformed("its JSON does not describe its data (%s)".formatted(e.getMessage()));
    }
  }

  private GlbFile file() throws Malformed {
    for (JsonElement node : array(root, "nodes")) {
      for (String transform : List.of("matrix", "translation", "rotation", "scale")) {
        if (node.getAsJsonObject().has(transform)) {
          throw new Malformed(
              "a node has a %s (expected nodes without transforms)".formatted(transform));
        }
      }
    }
    int material = -1;
    for (JsonElement mesh : array(root, "meshes")) {
      for (JsonElement primitive : array(mesh.getAsJsonObject(), "primitives")) {
        addPrimitive(primitive.getAsJsonObject());
        material = integer(primitive.getAsJsonObject(), "material", material);
      }
    }
    if (faces.size() == 0) {
      throw new Malformed("it has no triangles");
    }
    if (uvFaces.size() != 0 && uvFaces.size() != faces.size()) {
      throw new Malformed("some of its triangles have texture coordinates and some have none");
    }
    TriangleMesh mesh =
        new TriangleMesh(vertices.toArray(), faces.toArray(), uvs.toArray(), uvFaces.toArray());
    return new GlbFile(mesh, material < 0 ? new byte[0] : picture(material));
  }

  private void addPrimitive(JsonObject primitive) throws Malformed {
    if (integer(primitive, "mode", 4) != 4) {
      throw new Malformed(
          "a primitive of mode %d (expected 4, triangles)"
              .formatted(integer(primitive, "mode", 4)));
    }
    JsonObject attributes = primitive.getAsJsonObject("attributes");
    if (attributes == null || !attributes.has("POSITION")) {
      throw new Malformed("a primitive has no positions");
    }
    float[] positions = floats(attributes.get("POSITION").getAsInt(), 3);
    int[] vertex = new int[positions.length / 3];
    for (int i = 0; i < vertex.length; i++) {
      vertex[i] = weld(positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]);
    }
    int firstUv = uvs.size() / 2;
    boolean textured = attributes.has("TEXCOORD_0");
    if (textured) {
      float[] coordinates = floats(attributes.get("TEXCOORD_0").getAsInt(), 2);
      for (int i = 0; i < coordinates.length; i++) {
        uvs.add(i % 2 == 0 ? coordinates[i] : 1 - coordinates[i]);
      }
    }
    int[] corners =
        primitive.has("indices")
            ? indices(primitive.get("indices").getAsInt())
            : IntStream.range(0, vertex.length).toArray();
    for (int corner : corners) {
      if (corner < 0 || corner >= vertex.length) {
        throw new Malformed("index %d (expected 0 to %d)".formatted(corner, vertex.length - 1));
      }
      faces.add(vertex[corner]);
      if (textured) {
        uvFaces.add(firstUv + corner);
      }
    }
  }

  private int weld(float x, float y, float z) {
    List<Integer> key =
        List.of(Float.floatToIntBits(x), Float.floatToIntBits(y), Float.floatToIntBits(z));
    Integer known = welded.putIfAbsent(key, vertices.size() / 3);
    if (known != null) {
      return known;
    }
    vertices.add(x);
    vertices.add(y);
    vertices.add(z);
    return vertices.size() / 3 - 1;
  }

  private float[] floats(int index, int width) throws Malformed {
    JsonObject accessor = accessor(index);
    if (required(accessor, "componentType") != GlbWriter.FLOAT || accessor.has("sparse")) {
      throw new Malformed("accessor %d does not hold plain float32 values".formatted(index));
    }
    JsonObject view = view(accessor);
    int stride = integer(view, "byteStride", width * Float.BYTES);
    int start = integer(view, "byteOffset", 0) + integer(accessor, "byteOffset", 0);
    float[] values = new float[Math.multiplyExact(count(accessor), width)];
    for (int i = 0; i < values.length; i++) {
      values[i] = binary.getFloat(start + i / width * stride + i % width * Float.BYTES);
    }
    return values;
  }

  private int[] indices(int index) throws Malformed {
    JsonObject accessor = accessor(index);
    JsonObject view = view(accessor);
    int start = integer(view, "byteOffset", 0) + integer(accessor, "byteOffset", 0);
    int[] values = new int[count(accessor)];
    int type = required(accessor, "componentType");
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case 5121 -> binary.get(start + i) & 0xFF;
            case 5123 -> binary.getShort(start + 2 * i) & 0xFFFF;
            case GlbWriter.UNSIGNED_INT -> binary.getInt(start + 4 * i);
            default -> throw new Malformed("indices of component type %d".formatted(type));
          };
    }
    return values;
  }

  private byte[] picture(int material) throws Malformed {
    JsonObject pbr =
        object(array(root, "materials").get(material).getAsJsonObject(), "pbrMetallicRoughness");
    JsonObject colour = pbr == null ? null : object(pbr, "baseColorTexture");
    if (colour == null) {
      return new byte[0];
    }
    JsonObject texture = array(root, "textures").get(required(colour, "index")).getAsJsonObject();
    JsonObject image = array(root, "images").get(required(texture, "source")).getAsJsonObject();
    boolean png = image.has("mimeType") && "image/png".equals(image.get("mimeType").getAsString());
    if (!image.has("bufferView") || !png) {
      return new byte[0];
    }
    JsonObject view = view(image);
    byte[] bytes = new byte[within(required(view, "byteLength"), "byteLength")];
    binary.get(integer(view, "byteOffset", 0), bytes);
    return bytes;
  }

  private JsonObject accessor(int index) {
    return array(root, "accessors").get(index).getAsJsonObject();
  }

  private JsonObject view(JsonObject owner) throws Malformed {
    return array(root, "bufferViews").get(required(owner, "bufferView")).getAsJsonObject();
  }

  private int count(JsonObject accessor) throws Malformed {
    return within(required(accessor, "count"), "count");
  }

  /** A number of things of which each takes a byte or more. */
  private int within(int number, String key) throws Malformed {
    if (number < 0 || number > binary.capacity()) {
      throw new Malformed(
          "%s %d (expected 0 to the %d bytes of the binary chunk)"
              .formatted(key, number, binary.capacity()));
    }
    return number;
  }

  private static int required(JsonObject owner, String key) throws Malformed {
    if (!owner.has(key)) {
      throw new Malformed("%s is missing".formatted(key));
    }
    return owner.get(key).getAsInt();
  }

  private static JsonArray array(JsonObject owner, String key) {
    JsonArray array = owner.getAsJsonArray(key);
    return array == null ? new JsonArray() : array;
  }

  private static @Nullable JsonObject object(JsonObject owner, String key) {
    return owner.getAsJsonObject(key);
  }

  private static int integer(JsonObject owner, String key, int otherwise) {
    return owner.has(key) ? owner.get(key).getAsInt() : otherwise;
  }
}
