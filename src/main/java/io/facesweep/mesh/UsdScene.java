package io.facesweep.mesh;

import java.util.Arrays;
import java.util.StringJoiner;

/** The scene of a {@link UsdzFile}, as text: one mesh and its material. */
final class UsdScene {
  private static final String START =
      """
      #usda 1.0
      (
          defaultPrim = "Head"
          metersPerUnit = 0.15
          upAxis = "Y"
      )

      def Xform "Head" (
          kind = "component"
      )
      {
          def Mesh "Surface" (
              prepend apiSchemas = ["MaterialBindingAPI"]
          )
          {
              rel material:binding = </Head/Skin>
              uniform token subdivisionScheme = "none"
      """;

  private static final String SKIN =
      """
          }

          def Material "Skin"
          {
              token outputs:surface.connect = </Head/Skin/Shader.outputs:surface>

              def Shader "Shader"
              {
                  uniform token info:id = "UsdPreviewSurface"
                  color3f inputs:diffuseColor%s
                  float inputs:metallic = 0
                  float inputs:roughness = 0.8
                  token outputs:surface
              }
      """;

  private static final String TEXTURE =
      """

              def Shader "Albedo"
              {
                  uniform token info:id = "UsdUVTexture"
                  asset inputs:file = @%s@
                  token inputs:sourceColorSpace = "sRGB"
                  float2 inputs:st.connect = </Head/Skin/Coordinates.outputs:result>
                  token inputs:wrapS = "repeat"
                  token inputs:wrapT = "repeat"
                  float3 outputs:rgb
              }

              def Shader "Coordinates"
              {
                  uniform token info:id = "UsdPrimvarReader_float2"
                  string inputs:varname = "st"
                  float2 outputs:result
              }
      """;

  private static final String END =
      """
          }
      }
      """;

  private final StringBuilder text = new StringBuilder(START);

  private UsdScene() {}

  /** A mesh in plain grey. */
  static String untextured(TriangleMesh mesh) {
    return new UsdScene().scene(mesh, SKIN.formatted(" = (0.6, 0.6, 0.6)"));
  }

  /**
   * A mesh with a picture.
   *
   * @param picture where it lies beside the scene
   */
  static String textured(TriangleMesh mesh, String picture) {
    return new UsdScene()
        .scene(
            mesh,
            SKIN.formatted(".connect = </Head/Skin/Albedo.outputs:rgb>")
                + TEXTURE.formatted(picture));
  }

  /** Texture coordinates stand at the corners of triangles, so that no vertex is split. */
  private String scene(TriangleMesh mesh, String material) {
    int[] threes = new int[mesh.faceCount()];
    Arrays.fill(threes, 3);
    add("float3[] extent", tuples(extent(mesh.vertices()), 3), "");
    add("int[] faceVertexCounts", numbers(threes), "");
    add("int[] faceVertexIndices", numbers(mesh.faces()), "");
    add("point3f[] points", tuples(mesh.vertices(), 3), "");
    add("normal3f[] normals", tuples(VertexNormals.of(mesh), 3), "vertex");
    if (mesh.isTextured()) {
      add("texCoord2f[] primvars:st", tuples(mesh.textureCoordinates(), 2), "faceVarying");
      add("int[] primvars:st:indices", numbers(mesh.textureFaces()), "");
    }
    return text.append(material).append(END).toString();
  }

  private void add(String attribute, String values, String interpolation) {
    text.append("        ").append(attribute).append(" = [").append(values).append(']');
    if (!interpolation.isEmpty()) {
      text.append(" (interpolation = \"").append(interpolation).append("\")");
    }
    text.append('\n');
  }

  private static String numbers(int[] values) {
    StringJoiner joined = new StringJoiner(", ");
    for (int value : values) {
      joined.add(Integer.toString(value));
    }
    return joined.toString();
  }

  private static String tuples(float[] values, int width) {
    StringJoiner joined = new StringJoiner(", ");
    for (int i = 0; i < values.length; i += width) {
      StringJoiner tuple = new StringJoiner(", ", "(", ")");
      for (int k = i; k < i + width; k++) {
        tuple.add(Float.toString(values[k]));
      }
      joined.add(tuple.toString());
    }
    return joined.toString();
  }

  /** The smallest and the largest of x, y, z. */
  private static float[] extent(float[] vertices) {
    float[] extent = new float[6];
    Arrays.fill(extent, 0, 3, Float.POSITIVE_INFINITY);
    Arrays.fill(extent, 3, 6, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < vertices.length; i++) {
      extent[i % 3] = Math.min(extent[i % 3], vertices[i]);
      extent[3 + i % 3] = Math.max(extent[3 + i % 3], vertices[i]);
    }
    return extent;
  }
}
