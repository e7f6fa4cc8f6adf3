package io.facesweep.mesh;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.facesweep.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Lays out a binary glTF file; see the Khronos glTF 2.0 specification, section 4.4 (GLB). */
final class GlbWriter {
  private static final String UNLIT = "KHR_materials_unlit";
  static final int MAGIC = 0x46546C67;
  static final int JSON_CHUNK = 0x4E4F534A;
  static final int BINARY_CHUNK = 0x004E4942;
  static final int FLOAT = 5126;
  static final int UNSIGNED_INT = 5125;
  private static final int ARRAY_BUFFER = 34962;
  private static final int ELEMENT_ARRAY_BUFFER = 34963;

  private final JsonArray bufferViews = new JsonArray();
  private final JsonArray accessors = new JsonArray();
  private final ByteBuffer binary;

  private GlbWriter(int capacity) {
    binary = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] bytes(GlbFile glb) {
    TriangleMesh mesh = glb.mesh();
    byte[] png = glb.baseColourPng();
    if (png.length > 0 && !mesh.isTextured()) {
      throw new IllegalArgumentException(
          "Invalid texture: a picture of %d bytes for a mesh without texture coordinates"
              .formatted(png.length));
    }
    MeshCorners corners = MeshCorners.of(mesh);
    int count = corners.vertex().length;
    long size =
        (32L + 12L * glb.morphs().size()) * count + 4L * corners.indices().length + png.length + 64;
    if (size > Integer.MAX_VALUE - 16) {
      throw new UserException(
          "Cannot make a GLB file of %d bytes (expected at most 2 GiB: take fewer components)"
              .formatted(size));
    }
    return new GlbWriter((int) size).file(glb, corners);
  }

  private byte[] file(GlbFile glb, MeshCorners corners) {
    TriangleMesh mesh = glb.mesh();
    byte[] png = glb.baseColourPng();
    JsonObject attributes = new JsonObject();
    attributes.addProperty(
        "POSITION", floats("VEC3", gathered(mesh.vertices(), corners.vertex(), 3), 3));
    attributes.addProperty("NORMAL", floats("VEC3", normals(mesh, corners), 3));
    if (mesh.isTextured()) {
      float[] uvs = gathered(mesh.textureCoordinates(), corners.uv(), 2);
      for (int i = 1; i < uvs.length; i += 2) {
        uvs[i] = 1 - uvs[i];
      }
      attributes.addProperty("TEXCOORD_0", floats("VEC2", uvs, 2));
    }
    JsonObject primitive = new JsonObject();
    primitive.add("attributes", attributes);
    primitive.addProperty("indices", indices(corners.indices()));
    primitive.addProperty("material", 0);
    primitive.addProperty("mode", 4);
    JsonObject root = new JsonObject();
    JsonObject asset = new JsonObject();
    asset.addProperty("version", "2.0");
    asset.addProperty("generator", "FaceSweep");
    root.add("asset", asset);
    root.addProperty("scene", 0);
    root.add("scenes", arrayOf(objectOf("nodes", arrayOf(0))));
    root.add("nodes", arrayOf(objectOf("mesh", 0)));
    JsonObject meshObject = new JsonObject();
    meshObject.addProperty("name", "head");
    if (!glb.morphs().isEmpty()) {
      addMorphs(meshObject, primitive, glb.morphs(), corners);
    }
    meshObject.add("primitives", arrayOf(primitive));
    root.add("meshes", arrayOf(meshObject));
    JsonObject material = material(png.length > 0);
    if (glb.shading() == GlbFile.Shading.UNLIT) {
      material.add("extensions", objectOf(UNLIT, new JsonObject()));
      JsonArray used = new JsonArray();
      used.add(UNLIT);
      root.add("extensionsUsed", used);
    }
    root.add("materials", arrayOf(material));
    if (png.length > 0) {
      addTexture(root, png);
    }
    root.add("accessors", accessors);
    root.add("bufferViews", bufferViews);
    root.add("buffers", arrayOf(objectOf("byteLength", binary.position())));
    return container(root.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Names stand where Blender and three.js look for them. */
  private void addMorphs(
      JsonObject mesh, JsonObject primitive, Map<String, float[]> morphs, MeshCorners corners) {
    JsonArray targets = new JsonArray();
    JsonArray weights = new JsonArray();
    JsonArray names = new JsonArray();
    morphs.forEach(
        (name, offsets) -> {
          float[] moved = gathered(offsets, corners.vertex(), 3);
          targets.add(objectOf("POSITION", floats("VEC3", moved, 3)));
          weights.add(0);
          names.add(name);
        });
    primitive.add("targets", targets);
    mesh.add("weights", weights);
    mesh.add("extras", objectOf("targetNames", names));
  }

  private void addTexture(JsonObject root, byte[] png) {
    int view = view(png.length, 0);
    binary.put(png);
    pad();
    JsonObject image = new JsonObject();
    image.addProperty("bufferView", view);
    image.addProperty("mimeType", "image/png");
    image.addProperty("name", "albedo");
    root.add("images", arrayOf(image));
    JsonObject sampler = new JsonObject();
    sampler.addProperty("magFilter", 9729);
    sampler.addProperty("minFilter", 9987);
    sampler.addProperty("wrapS", 10497);
    sampler.addProperty("wrapT", 10497);
    root.add("samplers", arrayOf(sampler));
    JsonObject texture = new JsonObject();
    texture.addProperty("sampler", 0);
    texture.addProperty("source", 0);
    root.add("textures", arrayOf(texture));
  }

  private static JsonObject material(boolean textured) {
    JsonObject pbr = new JsonObject();
    if (textured) {
      pbr.add("baseColorTexture", objectOf("index", 0));
    } else {
      JsonArray grey = new JsonArray();
      for (double value : new double[] {0.6, 0.6, 0.6, 1}) {
        grey.add(value);
      }
      pbr.add("baseColorFactor", grey);
    }
    pbr.addProperty("metallicFactor", 0);
    pbr.addProperty("roughnessFactor", 0.8);
    JsonObject material = new JsonObject();
    material.addProperty("name", "skin");
    material.add("pbrMetallicRoughness", pbr);
    return material;
  }

  private byte[] container(byte[] json) {
    int jsonLength = (json.length + 3) / 4 * 4;
    int total = 12 + 8 + jsonLength + 8 + binary.position();
    ByteBuffer file = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(MAGIC).putInt(2).putInt(total);
    file.putInt(jsonLength).putInt(JSON_CHUNK).put(json);
    while (file.position() % 4 != 0) {
      file.put((byte) ' ');
    }
    file.putInt(binary.position()).putInt(BINARY_CHUNK).put(binary.array(), 0, binary.position());
    return file.array();
  }

  private int floats(String type, float[] values, int width) {
    int view = view(values.length * Float.BYTES, ARRAY_BUFFER);
    for (float value : values) {
      binary.putFloat(value);
    }
    JsonObject accessor = accessor(view, FLOAT, values.length / width, type);
    float[] least = new float[width];
    float[] most = new float[width];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < values.length; i++) {
      least[i % width] = Math.min(least[i % width], values[i]);
      most[i % width] = Math.max(most[i % width], values[i]);
    }
    accessor.add("min", arrayOf(least));
    accessor.add("max", arrayOf(most));
    return accessors.size() - 1;
  }

  private int indices(int[] values) {
    int view = view(values.length * Integer.BYTES, ELEMENT_ARRAY_BUFFER);
    for (int value : values) {
      binary.putInt(value);
    }
    accessor(view, UNSIGNED_INT, values.length, "SCALAR");
    return accessors.size() - 1;
  }

  private JsonObject accessor(int view, int componentType, int count, String type) {
    JsonObject accessor = new JsonObject();
    accessor.addProperty("bufferView", view);
    accessor.addProperty("componentType", componentType);
    accessor.addProperty("count", count);
    accessor.addProperty("type", type);
    accessors.add(accessor);
    return accessor;
  }

  private int view(int length, int target) {
    JsonObject view = new JsonObject();
    view.addProperty("buffer", 0);
    view.addProperty("byteOffset", binary.position());
    view.addProperty("byteLength", length);
    if (target != 0) {
      view.addProperty("target", target);
    }
    bufferViews.add(view);
    return bufferViews.size() - 1;
  }

  private void pad() {
    while (binary.position() % 4 != 0) {
      binary.put((byte) 0);
    }
  }

  private static float[] normals(TriangleMesh mesh, MeshCorners corners) {
    float[] normals = gathered(VertexNormals.of(mesh), corners.vertex(), 3);
    for (int i = 0; i < normals.length; i += 3) {
      if (normals[i] == 0 && normals[i + 1] == 0 && normals[i + 2] == 0) {
        normals[i + 2] = 1; // the format wants unit normals; no face of positive area uses this one
      }
    }
    return normals;
  }

  private static float[] gathered(float[] values, int[] indices, int width) {
    float[] result = new float[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * width, result, i * width, width);
    }
    return result;
  }

  private static JsonObject objectOf(String key, Number value) {
    JsonObject object = new JsonObject();
    object.addProperty(key, value);
    return object;
  }

  private static JsonObject objectOf(String key, JsonElement value) {
    JsonObject object = new JsonObject();
    object.add(key, value);
    return object;
  }

  private static JsonArray arrayOf(Number value) {
    JsonArray array = new JsonArray();
    array.add(value);
    return array;
  }

  private static JsonArray arrayOf(float[] values) {
    JsonArray array = new JsonArray();
    for (float value : values) {
      array.add(value);
    }
    return array;
  }

  private static JsonArray arrayOf(JsonObject value) {
    JsonArray array = new JsonArray();
    array.add(value);
    return array;
  }
}
