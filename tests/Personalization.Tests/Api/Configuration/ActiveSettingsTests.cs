using Microsoft.Extensions.Configuration;
using Personalization.Client.Api.Configuration;
using Personalization.Testing;

namespace Personalization.Tests.Api.Configuration;

public sealed class ActiveSettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_setting_shows_its_value_and_the_last_origin_that_gives_one()
    {
        Dictionary<string, SettingResponse> all = Read(
            """
            {"Personalization":{"Api":{"MaxBatch":10,"BatchConcurrency":2},"Feeds":{"shop":{"Kind":"Stock"}}}}
            """,
            "--Personalization:Api:BatchConcurrency=3");

        Assert.Equal(("10", "shop.json"), Found(all, "Personalization:Api:MaxBatch"));
        Assert.Equal(("3", "command line"), Found(all, "Personalization:Api:BatchConcurrency"));
        Assert.Equal(("150", "default"), Found(all, "Personalization:Api:DefaultDeadlineMs"));
        Assert.Equal(("Embedded", "default"), Found(all, "Personalization:Profile"));
        Assert.Equal((null, "default"), Found(all, "Personalization:Postgres:ConnectionString"));
        Assert.Equal(("60", "default"), Found(all, "Personalization:Feeds:shop:IntervalSeconds"));
        Assert.Equal("The most events or items in one batch.", all["Personalization:Api:MaxBatch"].Description);
    }

    [Fact]
    public void Secrets_are_hidden()
    {
        const string Secret = "secret-0123456789";
        Dictionary<string, SettingResponse> all = Read(
            $$$"""
            {"Personalization":{
              "Postgres":{"ConnectionString":"Host=db;Password={{{Secret}}}"},
              "Azure":{"ConnectionString":"AccountKey={{{Secret}}}"},
              "Telemetry":{"ScrapeKey":"{{{Secret}}}","UserHashKey":"{{{Secret}}}"},
              "Feeds":{"shop":{"Url":"https://me:{{{Secret}}}@shop.example/c","Key":"{{{Secret}}}"}},
              "Api":{"Keys":[{"Name":"ops","Key":"{{{Secret}}}","Role":"Operate"},{"KeySha256":"{{{Secret}}}"}],
                     "Tokens":{"Keys":[{"Id":"one","HmacKey":"{{{Secret}}}"}]}
              }
            }}
            """);

        Assert.DoesNotContain(
            all.Values, setting => setting.Value?.Contains(Secret, StringComparison.Ordinal) == true);
        Assert.Equal(("***", "shop.json"), Found(all, "Personalization:Api:Keys:0:Key"));
        Assert.Equal(("ops", "shop.json"), Found(all, "Personalization:Api:Keys:0:Name"));
        Assert.Equal(("https://***@shop.example/c", "shop.json"), Found(all, "Personalization:Feeds:shop:Url"));
    }

    public void Dispose() => _folder.Dispose();

    private Dictionary<string, SettingResponse> Read(string json, params string[] line)
    {
        string file = Path.Combine(_folder.Path, "shop.json");
        File.WriteAllText(file, json);
        IConfigurationRoot configuration = new ConfigurationBuilder().AddJsonFile(file).AddCommandLine(line).Build();
        return new ActiveSettings(configuration).Read().ToDictionary(setting => setting.Name, StringComparer.Ordinal);
    }

    private static (string? Value, string Origin) Found(Dictionary<string, SettingResponse> all, string name) =>
        (all[name].Value, all[name].Origin);
}
