using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing;

namespace Personalization.ClusterTests.Maintenance;

/// <summary>
/// Defect M10: a backup of the running engine holds every event that was acknowledged before the backup began.
/// </summary>
public sealed class BackupTests(ITestOutputHelper output)
{
    private const int Writers = 16;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_event_acknowledged_before_a_backup_under_load_is_in_the_restored_engine()
    {
        using TempFolder data = new();
        using TempFolder backup = new();
        using TempFolder restored = new();
        string folder = Path.Combine(backup.Path, "copy");
        Ack[] before;
        string model;
        await using (EngineProcess engine = await EngineProcess.StartAsync(new EngineLaunch(data.Path), Token))
        {
            using WireClient client = new(engine);
            WriterCrowd crowd = new(seed: 3, Writers);
            Task writing = crowd.StartAsync(engine, enough: 2_000);
            await crowd.EnoughAsync(writing);
            model = await client.TrainAsync();
            before = [.. crowd.Acknowledged];

            ProgramRun run = await RunAsync(backup.Path, "backup", "--to", folder, "--", DataPath(data.Path));

            Assert.False(writing.IsCompleted, "The writers stopped before the backup ended.");
            int after = crowd.Acknowledged.Count;
            crowd.Stop();
            await writing;
            Assert.True(run.ExitCode == 0, string.Join('\n', run.Errors));
            output.WriteLine($"{before.Length} acknowledged before, {after} after the backup: {run.Output}");
        }

        ProgramRun restore = await RunAsync(
            backup.Path, "restore", "--from", folder, "--", DataPath(restored.Path));
        Assert.True(restore.ExitCode == 0, string.Join('\n', restore.Errors));
        await using EngineProcess again = await EngineProcess.StartAsync(new EngineLaunch(restored.Path), Token);
        using WireClient restoredClient = new(again);

        _ = await LogCheck.StoredAsync(restoredClient, before);
        WireList list = await restoredClient.RecommendAsync(before[0].Event.UserId, "count=5&deadlineMs=20000");
        Assert.Equal(model, list.ModelVersion);
    }

    [Fact]
    public async Task A_restore_needs_an_empty_folder_and_an_intact_backup()
    {
        using TempFolder data = new();
        using TempFolder target = new();
        string folder = Path.Combine(target.Path, "copy");
        await (await EngineProcess.StartAsync(new EngineLaunch(data.Path), Token)).DisposeAsync();
        Assert.Equal(0, (await RunAsync(target.Path, "backup", "--to", folder, "--", DataPath(data.Path))).ExitCode);

        ProgramRun again = await RunAsync(target.Path, "backup", "--to", folder, "--", DataPath(data.Path));
        ProgramRun full = await RunAsync(target.Path, "restore", "--from", folder, "--", DataPath(data.Path));
        string restored = Path.Combine(target.Path, "restored");
        await using (FileStream file = File.OpenWrite(Path.Combine(folder, "engine.db")))
        {
            file.Position = file.Length / 2;
            file.WriteByte(0xA5);
        }

        ProgramRun damaged = await RunAsync(target.Path, "restore", "--from", folder, "--", DataPath(restored));

        Assert.All([again, full, damaged], run => Assert.Equal(1, run.ExitCode));
        Assert.False(File.Exists(Path.Combine(restored, "engine.db")));
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        using TempFolder folder = new();
        ProgramRun help = await RunAsync(folder.Path, "--help");

        Assert.All(["backup", "restore", "move", "import"], command => Assert.Contains(
            command, help.Output, StringComparison.Ordinal));
    }

    private static Task<ProgramRun> RunAsync(string folder, params string[] args) =>
        ProgramRun.OfAsync(EngineBuild.Dll, folder, args);

    private static string DataPath(string path) => $"--Personalization:DataPath={path}";
}
