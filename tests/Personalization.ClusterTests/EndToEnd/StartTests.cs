using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A program that cannot start prints one line with the reason and ends. Help starts nothing.</summary>
public sealed class StartTests
{
    private const string AnyPort = "--urls=http://127.0.0.1:0";

    public static TheoryData<string> Programs => [EngineBuild.Dll, EngineBuild.SiloDll];

    [Fact]
    public async Task A_store_in_use_by_another_process_is_named_by_its_key_and_path()
    {
        using TempFolder data = new();
        await using EngineProcess holder = await StartAsync(data);
        foreach (string program in new[] { EngineBuild.Dll, EngineBuild.SiloDll })
        {
            ProgramRun second = await ProgramRun.OfAsync(program, data.Path, AnyPort, DataPath(data));

            AssertRefused(second, "Personalization:DataPath", data.Path);
        }

        Assert.True(holder.IsAlive);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_port_in_use_is_named(string program)
    {
        using TempFolder data = new();
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        string url = $"--urls=http://localhost:{port}";
        ProgramRun run = await ProgramRun.OfAsync(program, data.Path, url, DataPath(data));

        AssertRefused(run, port, "--urls");
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_bad_setting_is_named_by_its_key_value_and_range(string program)
    {
        using TempFolder data = new();
        string fresh = $"{DataPath(data)}/new";
        ProgramRun run = await ProgramRun.OfAsync(
            program, data.Path, AnyPort, fresh, "--Personalization:Serving:ListLength=5");

        AssertRefused(run, "Personalization:Serving:ListLength", "'5'", "20 to 2000");
        Assert.False(Directory.Exists($"{data.Path}/new"));
    }

    [Fact]
    public async Task An_invalid_address_is_named()
    {
        using TempFolder data = new();
        ProgramRun run = await ProgramRun.OfAsync(EngineBuild.SiloDll, data.Path, "--urls=nonsense", DataPath(data));

        AssertRefused(run, "'nonsense'", "--urls");
    }

    [Fact]
    public async Task Each_problem_has_its_own_line()
    {
        using TempFolder data = new();
        ProgramRun run = await ProgramRun.OfAsync(
            EngineBuild.Dll, data.Path, AnyPort,
            "--Personalization:Serving:ListLength=5", "--Personalization:Api:MaxBatch=0");

        Assert.Equal((1, string.Empty, 3), (run.ExitCode, run.Output, run.Errors.Length));
        Assert.Contains("Personalization:Serving:ListLength", run.Errors[1], StringComparison.Ordinal);
        Assert.Contains("Personalization:Api:MaxBatch", run.Errors[2], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Settings_of_the_working_directory_are_read_and_arguments_override_them(string program)
    {
        using TempFolder data = new();
        string file = Path.Combine(data.Path, "appsettings.json");
        const string settings = """{"Personalization":{"Serving":{"ListLength":5},"Training":{"Factors":-1}}}""";
        await File.WriteAllTextAsync(file, settings, TestContext.Current.CancellationToken);
        string valid = "--Personalization:Serving:ListLength=50";
        ProgramRun run = await ProgramRun.OfAsync(program, data.Path, AnyPort, valid);

        AssertRefused(run, "Personalization:Training:Factors", "'-1'");
    }

    [Fact]
    public async Task A_settings_file_with_invalid_json_is_named_by_its_path()
    {
        using TempFolder data = new();
        string file = Path.Combine(data.Path, "appsettings.json");
        await File.WriteAllTextAsync(file, "{", TestContext.Current.CancellationToken);
        ProgramRun run = await ProgramRun.OfAsync(EngineBuild.Dll, data.Path, AnyPort);

        AssertRefused(run, file);
    }

    [Theory]
    [InlineData("--help", "import", "--urls", "appsettings.json")]
    [InlineData("import --help", "FILE", "--format", "--rejects")]
    public Task Help_is_printed_and_nothing_is_started(string line, params string[] expected) =>
        AssertHelpAsync(EngineBuild.Dll, line, expected);

    [Fact]
    public Task Help_of_the_silo_is_printed_and_nothing_is_started() =>
        AssertHelpAsync(EngineBuild.SiloDll, "--help", ["--urls", "appsettings.json"]);

    private static Task<EngineProcess> StartAsync(TempFolder data) =>
        EngineProcess.StartAsync(new EngineLaunch(data.Path), TestContext.Current.CancellationToken);

    private static string DataPath(TempFolder data) => $"--Personalization:DataPath={data.Path}";

    private static async Task AssertHelpAsync(string program, string line, string[] expected)
    {
        using TempFolder folder = new();
        ProgramRun run = await ProgramRun.OfAsync(program, folder.Path, line.Split(' '));

        Assert.Equal((0, 0), (run.ExitCode, run.Errors.Length));
        Assert.All(expected, word => Assert.Contains(word, run.Output, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static void AssertRefused(ProgramRun run, params string[] expected)
    {
        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        string error = Assert.Single(run.Errors);
        Assert.All(expected, word => Assert.Contains(word, error, StringComparison.Ordinal));
    }
}
