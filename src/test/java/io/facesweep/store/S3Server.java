package io.facesweep.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server on this machine, in memory, in a class loader of its own. It ends with the JVM,
 * by a hook of its own that needs that loader.
 */
public final class S3Server {
  public static final String BUCKET = "sweeps";
  public static final String SECRET = "hunter2-secret";

  private final int port;

  public S3Server(Path jar, Path folder) throws Exception {
    URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    port = freePort();
    Path properties =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=key
            s3proxy.credential=%s
            jclouds.provider=transient-nio2
            jclouds.identity=x
            jclouds.credential=x
            """
                .formatted(port, SECRET));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      loader
          .loadClass("org.gaul.s3proxy.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {"--properties", properties.toString()});
    } finally {
      thread.setContextClassLoader(before);
    }
    awaitConnection();
  }

  public int port() {
    return port;
  }

  /** Hadoop's settings for this server. */
  public Configuration configuration() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.access.key", "key");
    conf.set("fs.s3a.secret.key", SECRET);
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    conf.set("fs.s3a.attempts.maximum", "2");
    conf.set("fs.s3a.retry.limit", "2");
    conf.setBoolean("fs.s3a.impl.disable.cache", true);
    return conf;
  }

  public void createBucket() {
    try (S3Client client = client()) {
      client.createBucket(request -> request.bucket(BUCKET));
    }
  }

  /** The media type that the server has of an object. */
  public String mediaType(String key) {
    try (S3Client client = client()) {
      return client.headObject(request -> request.bucket(BUCKET).key(key)).contentType();
    }
  }

  private S3Client client() {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", SECRET)))
        .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitConnection() throws Exception {
    for (int attempt = 0; ; attempt++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (attempt == 100) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }
}
