using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Abstractions.Experiments;
using Personalization.Client.Api.Experiments;
using Personalization.Client.Api.Http;
using Personalization.Tests.Abstractions;

namespace Personalization.Tests.Api.Experiments;

/// <summary>
/// The answers of <c>/v1/experiments</c>: the same JSON as when definitions and results crossed the cluster as text.
/// </summary>
public sealed class ExperimentsJsonTests
{
    [Fact]
    public void A_definition_is_answered_as_it_is_stored()
    {
        ExperimentDefinition named = ExperimentMessages.Definition with { Layer = "größe <\"&'>" };
        ExperimentView view = ExperimentMessages.View with { Definition = named };

        JsonElement answer = Answered(ExperimentResponse.Of(view), ExperimentsJson.Default.ExperimentResponse);

        Assert.Equal(Relaxed(ExperimentJson.Write(named)), answer.GetProperty("definition").GetRawText());
    }

    [Fact]
    public void Results_are_answered_as_they_were_and_infinity_is_null()
    {
        JsonElement answer = Answered(
            ExperimentResultsResponse.Of(ExperimentMessages.Report), ExperimentsJson.Default.ExperimentResultsResponse);

        JsonElement results = answer.GetProperty("results");
        Assert.Equal(Relaxed(ExperimentJson.Write(ExperimentMessages.Report.Results!)), results.GetRawText());
        JsonElement exact = results.GetProperty("metrics")[0].GetProperty("exactInterval");
        Assert.Equal(JsonValueKind.Null, exact.GetProperty("low").ValueKind);
    }

    /// <summary>A stored text as version 0.1 answered with it: parsed, and written by the answer's writer.</summary>
    private static string Relaxed(string json) => Written(writer => JsonElement.Parse(json).WriteTo(writer));

    private static JsonElement Answered<T>(T answer, JsonTypeInfo<T> contract) =>
        JsonElement.Parse(Written(writer => JsonSerializer.Serialize(writer, answer, contract)));

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, JsonResponse.Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
