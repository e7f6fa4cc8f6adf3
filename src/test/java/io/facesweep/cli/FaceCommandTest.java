package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.face.SmallFaceModels;
import io.facesweep.mesh.GlbFile;
import io.facesweep.mesh.ObjFile;
import io.facesweep.run.GeometryFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaceCommandTest {
  private final Console console = new Console();

  @TempDir private Path directory;
  private String gnm = "";

  @BeforeEach
  void copyAFace() throws IOException {
    gnm = SmallFaceModels.flame(directory, "gnm.npz").toString();
  }

  @Test
  void convertsWithTheFilesThatGoWithAFace() throws IOException {
    Path regions =
        Files.writeString(
            directory.resolve("regions.json"),
            "{\"regions\": {\"brow\": [0]}, \"landmarks\": {\"left-eye\": 4}}");
    Path out = directory.resolve("face.safetensors");
    int code =
        console.run("face", "convert", gnm, "--regions", regions.toString(), "--out", out + "");
    assertThat(code).as(console.err()).isZero();
    assertThat(console.out())
        .contains(
            "16 vertices, 2 identity components, 1 expressions, 11 regions, 1 landmarks",
            "Use it by models.face = \"%s\"".formatted(out));
    FaceModel model = FaceModels.open(out.toString());
    assertThat(model.landmarks()).containsEntry("left-eye", 4);
    assertThat(model.regions()).containsKeys("brow", "eyes");
    assertThat(model.mirror()).hasSize(16);
    assertThat(model.identityNames()).containsExactly("head_000", "eyes_000");
  }

  @Test
  void convertsAMeshAndItsShapes() throws IOException {
    Path objects = SmallFaceModels.ict(directory);
    Path mean = directory.resolve("mean.obj");
    Path expressions = Files.createDirectories(directory.resolve("expressions"));
    Files.move(objects.resolve("generic_neutral_mesh.obj"), mean);
    Files.move(objects.resolve("jawOpen.obj"), expressions.resolve("jawOpen.obj"));
    Path out = directory.resolve("face.safetensors");
    int code =
        console.run(
            "face",
            "convert",
            mean + "",
            "--shapes",
            objects + "",
            "--expressions",
            expressions + "",
            "--out",
            out + "");
    assertThat(code).as(console.err()).isZero();
    FaceModel model = FaceModels.open(out.toString());
    assertThat(model.name()).isEqualTo("mean");
    assertThat(model.identityNames()).containsExactly("identity000", "identity001");
    assertThat(model.expressionNames()).containsExactly("jawOpen");
  }

  @Test
  void refusesToConvertWhatItCannot() throws IOException {
    assertRefused("Missing what to do with a face: convert or export", "face");
    assertRefused(
        "Invalid --out: x.npz (expected a name that ends with .safetensors)",
        "face",
        "convert",
        gnm,
        "--out",
        "x.npz");
    assertRefused(
        "Missing --shapes: --expressions go with them",
        "face",
        "convert",
        gnm,
        "--expressions",
        "x",
        "--out",
        "x.safetensors");
    Path mean =
        Files.writeString(directory.resolve("mean.obj"), "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    Path shapes = Files.createDirectory(directory.resolve("shapes"));
    assertRefused(
        "Cannot open face model %s: directory %s has no .obj files".formatted(mean, shapes),
        "face",
        "convert",
        mean + "",
        "--shapes",
        shapes + "",
        "--out",
        "x.safetensors");
    Files.writeString(shapes.resolve("wide.obj"), "v 0 0 0\n");
    assertRefused(
        "component wide.obj has 1 vertices (expected 3 as in mean.obj)",
        "face",
        "convert",
        mean + "",
        "--shapes",
        shapes + "",
        "--out",
        "x.safetensors");
    assertRefused(
        "there is no directory absent",
        "face",
        "convert",
        mean + "",
        "--shapes",
        "absent",
        "--out",
        "x.safetensors");
  }

  @Test
  void exportsForOtherPrograms() throws IOException {
    Path coefficients =
        Files.write(directory.resolve("coefficients.json"), GeometryFile.write(new float[] {2, 0}));
    Path albedo = directory.resolve("albedo.jpg");
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg", albedo.toFile());
    Path glb = directory.resolve("head.glb");
    int code =
        console.run(
            "face",
            "export",
            gnm,
            "--coefficients",
            coefficients + "",
            "--albedo",
            albedo + "",
            "--components",
            "--unlit",
            "--out",
            glb + "");
    assertThat(code).as(console.err()).isZero();
    String file = Files.readString(glb, StandardCharsets.ISO_8859_1);
    assertThat(file)
        .contains("\"targetNames\":[\"head_000\",\"eyes_000\",\"lower_face_000\"]")
        .contains("KHR_materials_unlit", "image/png");
    FaceModel model = FaceModels.open(gnm);
    assertThat(GlbFile.read(glb).mesh().vertices()).contains(model.vertices(new float[] {2, 0})[1]);
    for (String form : new String[] {"usdz", "ply", "stl", "obj"}) {
      Path out = directory.resolve("head." + form);
      assertThat(console.run("face", "export", gnm, "--out", out + "")).isZero();
      assertThat(out).isNotEmptyFile();
    }
    assertThat(ObjFile.read(directory.resolve("head.obj")).mesh().vertices())
        .isEqualTo(model.mean().vertices());
  }

  @Test
  void refusesToExportWhatItCannot() throws IOException {
    assertRefused(
        "Invalid --out: head.fbx (expected a name that ends with .glb, .usdz, .ply, .stl or .obj)",
        "face",
        "export",
        gnm,
        "--out",
        "head.fbx");
    assertRefused(
        "Invalid --out: head.usdz (--components and --unlit need a .glb file)",
        "face",
        "export",
        gnm,
        "--unlit",
        "--out",
        "head.usdz");
    assertRefused(
        "Invalid --out: head.stl (--albedo needs a .glb or .usdz file)",
        "face",
        "export",
        gnm,
        "--albedo",
        "albedo.png",
        "--out",
        "head.stl");
    Path coefficients =
        Files.write(directory.resolve("coefficients.json"), GeometryFile.write(new float[3]));
    assertRefused(
        "Cannot use %s: it has 3 coefficients (expected 2, one an identity component of gnm.npz)"
            .formatted(coefficients),
        "face",
        "export",
        gnm,
        "--coefficients",
        coefficients + "",
        "--out",
        "head.stl");
    assertRefused(
        "Cannot read absent.png: it is no file",
        "face",
        "export",
        gnm,
        "--albedo",
        "absent.png",
        "--out",
        "head.glb");
  }

  @Test
  void inspectSaysWhatAPlainSkinLacks() throws IOException {
    String flame = SmallFaceModels.flame(directory, "flame2023.pkl").toString();
    assertThat(console.run("inspect", "face", flame)).isZero();
    assertThat(console.out()).contains("builtin:skin is one colour, without edges");
    Path masks = SmallFaceModels.flame(directory, "flame-masks.pkl");
    assertThat(console.run("inspect", "face", flame, "--regions", masks + "")).isZero();
    assertThat(console.out()).contains("builtin:skin paints lips, eyes");
  }

  private void assertRefused(String message, String... arguments) {
    assertThat(console.run(arguments)).isEqualTo(FaceSweep.BAD_INPUT);
    assertThat(console.err()).contains(message);
  }
}
