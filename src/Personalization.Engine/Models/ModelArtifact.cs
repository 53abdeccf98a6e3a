using System.IO.Hashing;
using System.Text.Json;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>Turns a model into files and back. The manifest vouches for every other file and for itself.</summary>
internal static class ModelArtifact
{
    private const string ManifestName = "manifest.json";
    private const string ItemsName = "items.bin";
    private const string SessionsName = "sessions.bin";
    private const string FactorsName = "factors.bin";
    private const string CoVisitationName = "covisitation.bin";
    private const string TransitionsName = "transitions.bin";
    private const string LinearName = "linear.bin";
    private const string PopularName = "popular.bin";
    private const string RankerName = "ranker.bin";
    private const string ContentName = "content.bin";

    /// <summary>Writes a model.</summary>
    /// <param name="items">The items' ids in order.</param>
    /// <param name="parts">The sources.</param>
    /// <param name="ranker">The learnt ranker; null when the blend ranks.</param>
    /// <param name="about">All of the manifest but its files and checksum.</param>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Write(IReadOnlyList<string> items, ModelParts parts, TrainedRanker? ranker, ModelManifest about)
    {
        ArtifactWriter names = new ArtifactWriter().Write(items.Count);
        foreach (string id in items)
        {
            names.Write(id);
        }

        SortedDictionary<string, ReadOnlyMemory<byte>> files = new(StringComparer.Ordinal)
        {
            [ItemsName] = names.ToMemory(),
            [SessionsName] = Write(Write(new ArtifactWriter(), parts.Sessions.Sessions), parts.Sessions.Index).ToMemory(),
            [FactorsName] = new ArtifactWriter().Write(parts.Factors.Factors).ToMemory(),
            [CoVisitationName] = Write(new ArtifactWriter(), parts.CoVisitation.Neighbours).ToMemory(),
            [TransitionsName] = Write(new ArtifactWriter(), parts.Transitions.Neighbours).ToMemory(),
            [LinearName] = Write(new ArtifactWriter(), parts.Linear.Weights).ToMemory(),
            [PopularName] = new ArtifactWriter().Write(parts.Popular.Scores).ToMemory(),
        };

        if (ranker is not null)
        {
            files[RankerName] = RankerArtifact.Write(ranker);
        }

        if (parts.Map is { } map)
        {
            files[ContentName] = Write(map);
        }

        SortedDictionary<string, ManifestFile> listed = new(StringComparer.Ordinal);
        foreach ((string name, ReadOnlyMemory<byte> content) in files)
        {
            listed[name] = new(content.Length, Checksum(content.Span));
        }

        ModelManifest manifest = about with { Files = listed };
        files[ManifestName] = Serialise(manifest with { Checksum = Checksum(Serialise(manifest with { Checksum = "" })) });
        return files;
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The artifact is not whole, or not this version.</exception>
    public static ModelSnapshot Read(string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        ModelManifest manifest = ReadManifest(version, files);
        string[] ids = ReadItems(Open(files, manifest, ItemsName), manifest.Items);
        try
        {
            ModelParts parts = ReadParts(files, manifest);
            TrainedRanker? learnt = manifest.Ranker is { Features.Count: > 0 } about ? RankerArtifact.Read(Open(files, manifest, RankerName), parts, about.Features) : null;
            return new ModelSnapshot(
                version, new ItemIndex(ids), parts, manifest.Blend.Weights, manifest.Returning.Weights,
                manifest.Ranker?.Fresh is { Used: true } ? learnt?.Over(parts, manifest.Blend.Weights) : null,
                manifest.Ranker?.Returning is { Used: true } ? learnt?.Over(parts, manifest.Returning.Weights) : null,
                manifest.Given?.Weights, manifest.Ranker is not { RanksGiven: false })
            {
                Manifest = manifest,
            };
        }
        catch (ArgumentException twice)
        {
            throw new InvalidDataException($"Model {version}: an item occurs twice.", twice);
        }
    }

    private static ModelManifest ReadManifest(string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (!files.TryGetValue(ManifestName, out ReadOnlyMemory<byte> content))
        {
            throw new InvalidDataException($"Model {version} has no {ManifestName}.");
        }

        ModelManifest manifest;
        try
        {
            // before the rest, which another format need not have
            ManifestFormat format = JsonSerializer.Deserialize(content.Span, ManifestJson.Default.ManifestFormat);
            if (format.Format != ModelManifest.CurrentFormat)
            {
                throw new InvalidDataException($"Model {version} has format {format.Format}; this code reads {ModelManifest.CurrentFormat}. Train a new version.");
            }

            manifest = JsonSerializer.Deserialize(content.Span, ManifestJson.Default.ModelManifest) ?? throw new JsonException("It is null.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"Model {version}: {ManifestName} cannot be read.", malformed);
        }

        return manifest.Version != version ? throw new InvalidDataException($"Model {version} says that it is {manifest.Version}.")
            : manifest.Checksum != Checksum(Serialise(manifest with { Checksum = "" })) || !content.Span.SequenceEqual(Serialise(manifest)) ? throw new InvalidDataException($"Model {version}: {ManifestName} was changed.")
            : manifest;
    }

    private static ModelParts ReadParts(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ModelManifest manifest)
    {
        int items = manifest.Items;
        ArtifactReader reader = Open(files, manifest, SessionsName);
        Adjacency sessions = ReadAdjacency(reader, manifest.Sessions, items);
        Adjacency index = ReadAdjacency(reader, items, manifest.Sessions);
        reader.End();
        float[] factors = ReadFloats(Open(files, manifest, FactorsName), (long)items * manifest.Factors.Factors);
        float[] popular = ReadFloats(Open(files, manifest, PopularName), items);
        FactorSource source = new(factors, manifest.Factors);
        ContentMap? map = manifest.Content is { Used: true } ? ReadMap(Open(files, manifest, ContentName), manifest.Factors.Factors) : null;
        return new ModelParts(
            new SessionSource(sessions, index, manifest.SessionNeighbours),
            source,
            new CoVisitationSource(ReadLists(files, manifest, CoVisitationName), manifest.CoVisitation),
            new PopularSource(popular),
            manifest.Options.SessionGapMs,
            new LinearSource(ReadLists(files, manifest, LinearName), manifest.Linear),
            new CoVisitationSource(ReadLists(files, manifest, TransitionsName), manifest.Transitions, CoVisitationSource.Transitions),
            manifest.Repeats is null ? null : new RepeatSource(manifest.Repeats),
            map,
            map is null ? null : new ContentSource(source, []));
    }

    private static ReadOnlyMemory<byte> Write(ContentMap map)
    {
        ArtifactWriter writer = new ArtifactWriter().Write(map.Features.Count);
        foreach (string feature in map.Features)
        {
            writer.Write(feature);
        }

        return writer.Write(map.Weights).ToMemory();
    }

    private static ContentMap ReadMap(ArtifactReader reader, int size)
    {
        string[] features = new string[reader.ReadInt32() is >= 0 and < 1024 and var count ? count : throw new InvalidDataException("The content map has too many features.")];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = reader.ReadString();
        }

        float[] weights = reader.ReadFloats();
        reader.End();
        return new(features, weights, size);
    }

    private static Adjacency ReadLists(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ModelManifest manifest, string name)
    {
        ArtifactReader reader = Open(files, manifest, name);
        Adjacency lists = ReadAdjacency(reader, manifest.Items, manifest.Items);
        reader.End();
        return lists;
    }

    private static ArtifactReader Open(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ModelManifest manifest, string name)
    {
        if (!manifest.Files.TryGetValue(name, out ManifestFile? expected) || !files.TryGetValue(name, out ReadOnlyMemory<byte> content))
        {
            throw new InvalidDataException($"Model {manifest.Version} has no {name}.");
        }

        if (content.Length != expected.Bytes)
        {
            throw new InvalidDataException($"Model {manifest.Version}: {name} has {content.Length} bytes and should have {expected.Bytes}.");
        }

        return Checksum(content.Span) == expected.XxHash128 ? new(content) : throw new InvalidDataException($"Model {manifest.Version}: {name} was changed.");
    }

    private static string[] ReadItems(ArtifactReader reader, int count)
    {
        if (reader.ReadInt32() != count)
        {
            throw new InvalidDataException("The model's items are not as many as its manifest says.");
        }

        string[] ids = new string[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = reader.ReadString();
        }

        reader.End();
        return ids;
    }

    private static float[] ReadFloats(ArtifactReader reader, long count)
    {
        float[] values = reader.ReadFloats();
        reader.End();
        return values.Length == count ? values : throw new InvalidDataException($"A file of the model has {values.Length} numbers and should have {count}.");
    }

    private static ArtifactWriter Write(ArtifactWriter writer, Adjacency lists) => writer.Write(lists.Starts).Write(lists.AllTargets).Write(lists.AllWeights);

    private static Adjacency ReadAdjacency(ArtifactReader reader, int rows, int targetCount)
    {
        Adjacency lists = new(reader.ReadInt32s(), reader.ReadInt32s(), reader.ReadFloats(), targetCount);
        return lists.Rows == rows ? lists : throw new InvalidDataException($"A file of the model has {lists.Rows} lists and should have {rows}.");
    }

    private static byte[] Serialise(ModelManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.ModelManifest);

    private static string Checksum(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash128.Hash(content));
}
